// Fragments: what becomes of their lines, and what a folder of them is.
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "tests/scenario/support.hpp"

namespace mailrig::scenario {
namespace {

namespace fs = std::filesystem;

std::string sent(const Compiled& compiled) {
  std::string text = compiled.mistakes;
  for (const Step& step : compiled.program.body) {
    if (const auto* send = std::get_if<Send>(&step.action)) text += shown(send->bytes, compiled.program);
  }
  return text;
}

const ImapPattern& pattern(const Compiled& compiled, std::size_t step, std::size_t line) {
  return std::get<ImapPattern>(action<Expect>(compiled, step).expectations.at(line).any_of.at(0));
}

TEST(Include, WritesTheFragmentsLines) {
  const Compiled compiled = imap("include select box=${mailbox}\nC: X ${exists}\nS: OK");
  EXPECT_EQ(sent(compiled), "${tag} SELECT ${quoted:mailbox}\r\n${tag} X ${exists}\r\n");
  EXPECT_EQ(compiled.program.body.at(1).where.file, "fragments/select.toml");
  EXPECT_EQ(compiled.program.body.at(1).where.line, 5U);
}

TEST(Include, AParameterIsWordsInAPattern) {
  const Compiled compiled = imap("include store flags=\"\\Seen \\Deleted\"");
  EXPECT_EQ(sent(compiled), "${tag} STORE 1 +FLAGS (\\Seen \\Deleted)\r\n");
  const std::vector<Term>& flags = pattern(compiled, 1, 0).data.at(0).items.at(1).items;
  ASSERT_EQ(flags.size(), 3U);
  EXPECT_EQ(flags[1].value.pieces.at(0).text, "\\Deleted");
  EXPECT_EQ(flags[2].kind, Term::Kind::Rest);
}

TEST(Include, PassesParametersOn) {
  const Compiled compiled = imap("repeat 2\ninclude both flags=f${i}\nend");
  EXPECT_EQ(sent(compiled),
            "${tag} SELECT ${quoted:case.INBOX}\r\n${tag} STORE 1 +FLAGS (f1 \\Seen)\r\n"
            "${tag} SELECT ${quoted:case.INBOX}\r\n${tag} STORE 1 +FLAGS (f2 \\Seen)\r\n");
}

TEST(Include, AParameterNamesWhatIsBound) {
  const Compiled compiled =
      imap("include count into=first\ninclude count into=second\ncheck ${first} = ${second}");
  EXPECT_EQ(sent(compiled), "${tag} NOOP\r\n${tag} X ${first}\r\n${tag} NOOP\r\n${tag} X ${second}\r\n");
}

TEST(Include, BindsInABranch) {
  EXPECT_EQ(imap("if offered X\ninclude count into=n\nelse\nset n = 1\nend\nC: X ${n}\nS: OK").mistakes, "");
  EXPECT_NE(imap("if offered X\ninclude count into=n\nend\nC: X ${n}\nS: OK").mistakes, "");
}

TEST(Include, LinesAreTheClientsWhoIncludes) {
  const Compiled compiled = compile_text(
      "imap/t",
      file_of("laptop include select box=INBOX\nat once\nphone include count into=a\nlaptop include count "
              "into=b\nend") +
          "[clients]\nphone = \"imap\"\nlaptop = \"imap\"\n",
      all_services());
  ASSERT_EQ(compiled.mistakes, "");
  EXPECT_EQ(compiled.program.body.at(0).client, 1U);
  EXPECT_EQ(action<AtOnce>(compiled, 2).threads.size(), 2U);
}

TEST(Include, SecretsStaySecret) {
  const Compiled compiled = imap("include store flags=${password}");
  ASSERT_EQ(compiled.mistakes, "");
  EXPECT_TRUE(action<Send>(compiled, 0).bytes.secret);
}

class Folder : public testing::Test {
 protected:
  void SetUp() override {
    root_ = fs::path(testing::TempDir()) / "mailrig-include-test";
    fs::remove_all(root_);
    fs::create_directories(root_ / "imap");
    fs::create_directories(root_ / "fragments/imap");
  }
  void TearDown() override { fs::remove_all(root_); }

  void write(const std::string& name, const std::string& content) const {
    std::ofstream(root_ / name, std::ios::binary) << content;
  }
  [[nodiscard]] std::string mistakes() const {
    std::string text = render(load_folder(root_).mistakes);
    for (std::size_t at = text.find(root_.string()); at != std::string::npos; at = text.find(root_.string()))
      text.erase(at, root_.string().size() + 1);
    return text;
  }

 private:
  fs::path root_;
};

constexpr const char* kNoop = "title = \"t\"\ndialogue = '''\nC: NOOP\nS: OK\n'''\n";

TEST_F(Folder, FragmentsAreFoundByTheirPath) {
  write("fragments/imap/noop.toml", kNoop);
  write("imap/a.toml", file_of("include imap/noop"));
  EXPECT_EQ(mistakes(), "");
}

TEST_F(Folder, AFragmentThatNobodyIncludesIsReadAllTheSame) {
  write("fragments/a.toml", "titel = \"t\"\n");
  EXPECT_EQ(mistakes(),
            "fragments/a.toml:1:1: a fragment has no key 'titel'; did you mean 'title'?\n"
            "fragments/a.toml:1:1: 'title' is missing\nfragments/a.toml:1:1: 'dialogue' is missing\n");
}

TEST_F(Folder, TellsAFragmentsMistakeOnce) {
  write("fragments/a.toml", "title = \"t\"\ndialogue = '''\nC: NOOP\nS: OKAY\n'''\n");
  write("imap/a.toml", file_of("include a"));
  write("imap/b.toml", file_of("include a"));
  EXPECT_EQ(mistakes(),
            "fragments/a.toml:4:4: 'OKAY' is no status; did you mean 'OK'? (included by imap/a.toml:6:1)\n");
}

}  // namespace
}  // namespace mailrig::scenario
