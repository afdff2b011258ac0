#include "harness/scenario/load_folder.hpp"

#include <algorithm>
#include <cstdio>

#include "harness/scenario/compile.hpp"
#include "harness/scenario/file.hpp"
#include "harness/scenario/messages.hpp"

namespace mailrig::scenario {

namespace {

namespace fs = std::filesystem;

constexpr const char* kFixturesFile = "fixtures.toml";

// False, with a mistake, if it can't be read or is too big.
bool read_octets(const fs::path& path, std::size_t limit, std::string& octets, Diagnostics& mistakes) {
  const auto fail = [&](const char* why) {
    mistakes.push_back({Location{path.string(), 1, 1}, why});
    return false;
  };
  std::error_code error;
  const auto size = fs::file_size(path, error);
  if (error) return fail("can't be read");
  if (size > limit) return fail("is too big");
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"), &std::fclose);
  octets.resize(size);
  if (!file || std::fread(octets.data(), 1, octets.size(), file.get()) != octets.size())
    return fail("can't be read");
  return true;
}

bool is_no_scenario(const fs::path& below_root) {
  const std::string first = below_root.begin()->string();
  return first == "corpus" || first == "load" || first == "requirements" || below_root == kFixturesFile;
}

std::vector<fs::path> scenario_files(const fs::path& root, Diagnostics& mistakes) {
  std::vector<fs::path> files;
  std::error_code error;
  for (auto it = fs::recursive_directory_iterator(root, error);
       !error && it != fs::recursive_directory_iterator(); it.increment(error)) {
    if (it->path().extension() != ".toml" || !it->is_regular_file(error)) continue;
    if (!is_no_scenario(it->path().lexically_relative(root))) files.push_back(it->path());
  }
  if (error) mistakes.push_back({Location{root.string(), 1, 1}, "can't be read: " + error.message()});
  std::sort(files.begin(), files.end());
  return files;
}

bool has_broken_lines(const std::vector<Scenario>& scenarios, const Diagnostics& mistakes) {
  if (scenarios.empty() || scenarios[0].lines.empty()) return true;
  const std::uint32_t first = scenarios[0].lines.front().where.line;
  return std::any_of(mistakes.begin(), mistakes.end(), [&](const Diagnostic& d) {
    return d.where.line >= first && d.message.find(" is no annotation") == std::string::npos;
  });
}

Corpus load_corpus(const fs::path& folder, Diagnostics& mistakes) {
  Corpus corpus;
  std::error_code error;
  for (auto it = fs::directory_iterator(folder, error); !error && it != fs::directory_iterator();
       it.increment(error)) {
    if (it->path().extension() != ".eml") continue;
    std::string octets;
    if (read_octets(it->path(), kMessageLimit, octets, mistakes)) {
      corpus.emplace(it->path().stem().string(), std::move(octets));
    }
  }
  return corpus;
}

FixtureFacts everything() {
  FixtureFacts facts;
  for (ServiceFacts& service : facts.services) service.there = true;
  return facts;
}

}  // namespace

Library load_library(const fs::path& root, Diagnostics& mistakes) {
  Library library;
  library.corpus = load_corpus(root / "corpus", mistakes);
  const fs::path file = root / kFixturesFile;
  std::error_code error;
  std::string content;
  if (fs::exists(file, error) && read_octets(file, kFileLimit, content, mistakes)) {
    library.fixtures = read_fixtures(file.string(), content, library.corpus, mistakes);
  }
  return library;
}

std::vector<Scenario> load_text(std::string_view id, const std::string& file, std::string_view content,
                                const LibraryPtr& library, Diagnostics& mistakes) {
  Diagnostics found;
  std::vector<Scenario> scenarios = read_file(id, file, content, library, found);
  const bool broken_lines = has_broken_lines(scenarios, found);
  for (const Scenario& scenario : scenarios) {
    Diagnostics compiling;
    (void)compile(scenario, everything(), compiling);
    for (Diagnostic& diagnostic : compiling) {
      const std::string line = render(diagnostic);
      const bool known = std::any_of(found.begin(), found.end(),
                                     [&](const Diagnostic& other) { return render(other) == line; });
      // A variable may be missing only because the line that binds it can't be read.
      const bool follows = broken_lines && diagnostic.message.starts_with("there is no variable");
      if (!known && !follows) found.push_back(std::move(diagnostic));
    }
  }
  if (!found.empty()) scenarios.clear();
  mistakes.insert(mistakes.end(), found.begin(), found.end());
  return scenarios;
}

Loaded load_folder(const fs::path& root) {
  Loaded loaded;
  const auto library = std::make_shared<const Library>(load_library(root, loaded.mistakes));
  for (const fs::path& file : scenario_files(root, loaded.mistakes)) {
    std::string content;
    if (!read_octets(file, kFileLimit, content, loaded.mistakes)) continue;
    const std::string id = file.lexically_relative(root).replace_extension().generic_string();
    for (Scenario& scenario : load_text(id, file.string(), content, library, loaded.mistakes)) {
      loaded.scenarios.push_back(std::make_shared<const Scenario>(std::move(scenario)));
    }
  }
  std::sort(loaded.scenarios.begin(), loaded.scenarios.end(),
            [](const auto& a, const auto& b) { return a->id < b->id; });
  return loaded;
}

}  // namespace mailrig::scenario
