// Files with mistakes: wrong/*.toml, each with its messages as comments at the end.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "mailrig_source_dir.hpp"
#include "tests/scenario/support.hpp"

namespace mailrig::scenario {
namespace {

namespace fs = std::filesystem;

// Comment lines that begin with `key`, without it.
std::string comments(const std::string& content, const std::string& key) {
  std::istringstream lines(content);
  std::string all;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with(key)) all += line.substr(key.size()) + "\n";
  }
  return all;
}

class WrongFile : public testing::TestWithParam<fs::path> {};

TEST_P(WrongFile, SaysEveryMistakeWithItsPlace) {
  std::ifstream file(GetParam(), std::ios::binary);
  const std::string content{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  std::string id = comments(content, "# id: ");
  id.pop_back();
  Diagnostics mistakes;
  const std::string name = GetParam().filename().string();
  if (id == "fixtures") {
    (void)read_fixtures(name, content, test_library()->corpus, mistakes);
  } else if (id == "fragment") {
    const Fragment fragment = read_fragment(name, content, mistakes);
    check_fragment("imap/" + name, fragment, test_library(), mistakes);
  } else {
    EXPECT_TRUE(load_text(id, name, content, test_library(), mistakes).empty());
  }
  EXPECT_EQ(render(mistakes), comments(content, "# says: "));
}

std::vector<fs::path> wrong_files() {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(MAILRIG_SOURCE_DIR "/tests/scenario/wrong"))
    files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

INSTANTIATE_TEST_SUITE_P(All, WrongFile, testing::ValuesIn(wrong_files()), [](const auto& each) {
  std::string name = each.param.stem().string();
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

}  // namespace
}  // namespace mailrig::scenario
