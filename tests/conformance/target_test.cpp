#include "harness/conformance/target.hpp"

#include <gtest/gtest.h>

#include "harness/conformance/accounts.hpp"
#include "harness/conformance/verdict.hpp"
#include "harness/conformance/wire_log.hpp"
#include "harness/record/memory.hpp"

namespace mailrig::conformance {
namespace {

TEST(TargetFile, IsReadWhole) {
  TargetSpec spec;
  TargetFile accounts;
  scenario::Diagnostics mistakes;
  read_target_file(
      "t.toml",
      "host = \"mx.example\"\ntls = \"starttls\"\nuser = \"a\"\nverify-certificate = true\n"
      "smtp = \"mx.example:25\"\npop3s = \":995\"\n[imap]\naddress = \"[::1]:993\"\ntls = \"implicit\"\n",
      spec, accounts, mistakes);
  EXPECT_EQ(scenario::render(mistakes), "");
  EXPECT_EQ(spec.tls, net::TlsMode::StartTls);
  EXPECT_EQ(spec.at(Service::Smtp)->endpoint.port, 25);
  EXPECT_EQ(spec.implicit[static_cast<std::size_t>(Service::Pop3)]->port, 995);
  EXPECT_EQ(spec.at(Service::Imap)->tls, net::TlsMode::Implicit);
  EXPECT_EQ(accounts.user, "a");
  EXPECT_TRUE(spec.verify_certificate);
}

TEST(TargetFile, SaysEveryMistake) {
  TargetSpec spec;
  TargetFile accounts;
  scenario::Diagnostics mistakes;
  read_target_file(
      "t.toml", "hots = \"x\"\ntls = \"ssl\"\nuser = 1\nimaps = \"x\"\n[imap]\naddress = \"x\"\nport = 1\n",
      spec, accounts, mistakes);
  EXPECT_EQ(scenario::render(mistakes),
            "t.toml:1:1: a target has no key 'hots'; did you mean 'host'?\n"
            "t.toml:2:7: 'ssl' is no TLS mode; meant is none, starttls or implicit\n"
            "t.toml:3:8: 'user' must be a string\n"
            "t.toml:4:9: 'x' is no address; meant is \"host:port\"\n"
            "t.toml:5:1: 'x' is no address; meant is \"host:port\"\n"
            "t.toml:7:1: a target has no key 'port'\n");
}

TEST(Accounts, ComeFromRangesAndFiles) {
  std::vector<std::string> users;
  EXPECT_TRUE(expand_users("user{9..11}@x", users));
  EXPECT_EQ(users, (std::vector<std::string>{"user9@x", "user10@x", "user11@x"}));
  EXPECT_FALSE(expand_users("user{3..1}", users));
  EXPECT_FALSE(expand_users("user{1..", users));
  EXPECT_FALSE(expand_users("user{1..9999999}", users));

  std::vector<Account> accounts;
  scenario::Diagnostics mistakes;
  read_accounts("u.csv", "user,password\n# all\na,\"p,\"\"q\"\r\nb,p,b@y\nonly\n", accounts, mistakes);
  EXPECT_EQ(scenario::render(mistakes),
            "u.csv:5:1: no account; meant is user,password or user,password,address\n");
  ASSERT_EQ(accounts.size(), 2U);
  EXPECT_EQ(accounts[0].password, "p,\"q");
  complete_addresses(accounts, "x");
  EXPECT_EQ(accounts[0].address, "a@x");
  EXPECT_EQ(accounts[1].address, "b@y");
  read_accounts("u.toml", "[[accounts]]\nuser = \"c\"\npassword = \"p\"\n", accounts, mistakes);
  EXPECT_EQ(accounts.back().user, "c");
}

TEST(Accounts, TellEachMistakeWithItsPlaceAndNoSecret) {
  const auto mistakes_of = [](const std::string& file, std::string_view content) {
    std::vector<Account> accounts;
    scenario::Diagnostics mistakes;
    read_accounts(file, content, accounts, mistakes);
    return scenario::render(mistakes);
  };
  EXPECT_EQ(mistakes_of("u.csv", "a,p\na,q\nb,b@x,secret\n\"c,p\n,p\n"),
            "u.csv:2:1: there are two accounts of the user 'a'\n"
            "u.csv:3:1: what stands for an address is none; meant is user@domain\n"
            "u.csv:4:1: a quotation begins there and does not end\n"
            "u.csv:5:1: no account; meant is user,password or user,password,address\n");
  EXPECT_EQ(mistakes_of("u.csv", "# nobody\n"),
            "u.csv:1:1: no accounts; meant is a line user,password for each\n");
  EXPECT_EQ(mistakes_of("u.toml",
                        "[[accounts]]\nuser = \"a\"\n[[accounts]]\nusr = \"b\"\npassword = 1\n"
                        "[[acounts]]\nuser = \"c\"\n"),
            "u.toml:1:1: 'password' is missing\n"
            "u.toml:3:1: 'user' is missing\n"
            "u.toml:4:1: an account has no key 'usr'; did you mean 'user'?\n"
            "u.toml:5:12: 'password' must be a string\n"
            "u.toml:6:3: a file of accounts has no key 'acounts'; did you mean 'accounts'?\n");
  EXPECT_EQ(mistakes_of("u.toml", ""),
            "u.toml:1:1: no accounts; meant is [[accounts]] with user and password\n");
}

TEST(Accounts, ComeFromASpreadsheetAndFromTheServersOwnFile) {
  std::vector<Account> accounts;
  scenario::Diagnostics mistakes;
  read_accounts("u.csv", "\xEF\xBB\xBFuser,password\r\na,p\r\n", accounts, mistakes);
  read_accounts("u.toml",
                "domains = [\"d.test\", \"e.test\"]\n[[account]]\nuser = \"b\"\npassword = \"p\"\n"
                "[[account]]\nuser = \"c\"\npassword = \"p\"\naddresses = [\"c@e.test\", \"sales@e.test\"]\n",
                accounts, mistakes);
  EXPECT_EQ(scenario::render(mistakes), "");
  ASSERT_EQ(accounts.size(), 3U);
  EXPECT_EQ(accounts[0].user, "a");
  EXPECT_EQ(accounts[1].address, "b@d.test");
  EXPECT_EQ(accounts[2].address, "c@e.test");
}

TEST(TargetsFile, HasANameAndATargetForEachServer) {
  scenario::Diagnostics mistakes;
  const auto targets =
      read_targets_file("t.toml",
                        "[[target]]\nname = \"one\"\nimap = \"127.0.0.1:143\"\nuser = \"a\"\n"
                        "[[target]]\nname = \"two\"\nhost = \"h\"\ntls = \"starttls\"\n",
                        mistakes);
  EXPECT_EQ(scenario::render(mistakes), "");
  ASSERT_EQ(targets.size(), 2U);
  EXPECT_EQ(targets[0].name, "one");
  EXPECT_EQ(targets[0].accounts.user, "a");
  ASSERT_TRUE(targets[0].spec.at(Service::Imap));
  EXPECT_EQ(targets[0].spec.at(Service::Imap)->endpoint.port, 143);
  EXPECT_EQ(targets[1].spec.host, "h");
  EXPECT_EQ(targets[1].spec.tls, net::TlsMode::StartTls);
}

TEST(TargetsFile, TellsAllItsMistakes) {
  scenario::Diagnostics mistakes;
  const auto targets = read_targets_file("t.toml",
                                         "[[target]]\nname = \"one\"\n[[target]]\nname = \"one\"\n"
                                         "[[target]]\nname = \".x\"\n[[target]]\nimap = 3\n[taget]\n",
                                         mistakes);
  EXPECT_EQ(targets.size(), 4U);
  const std::string text = scenario::render(mistakes);
  EXPECT_NE(text.find("t.toml:4:8: there are two targets named 'one'"), std::string::npos) << text;
  EXPECT_NE(text.find("t.toml:6:8: '.x' is no name for a column"), std::string::npos) << text;
  EXPECT_NE(text.find("a target needs a name"), std::string::npos) << text;
  EXPECT_NE(text.find("a file of targets has no key 'taget'; did you mean 'target'?"), std::string::npos)
      << text;
}

record::Judgement judgement(Level level, bool held, record::Judgement::Source source) {
  record::Judgement one;
  one.clause.level = level;
  one.held = held;
  one.source = source;
  return one;
}

TEST(Verdict, TheWorstStands) {
  using Source = record::Judgement::Source;
  VerdictFold fold;
  fold.add(judgement(Level::Must, true, Source::Expectation));
  EXPECT_EQ(fold.verdict(), record::Verdict::Pass);
  fold.add(judgement(Level::May, false, Source::Expectation));
  EXPECT_EQ(fold.verdict(), record::Verdict::Note);
  fold.add(judgement(Level::Should, false, Source::Watcher));
  EXPECT_EQ(fold.verdict(), record::Verdict::Weak);
  fold.add(judgement(Level::Must, false, Source::Cleanup));
  EXPECT_EQ(fold.verdict(), record::Verdict::Weak);
  fold.add(judgement(Level::Must, false, Source::Flaw));
  fold.add(judgement(Level::Should, false, Source::Flaw));
  EXPECT_EQ(fold.verdict(), record::Verdict::Fail);
  fold.block("no");
  EXPECT_EQ(fold.verdict(), record::Verdict::Blocked);
  EXPECT_EQ(fold.reason(), "no");
}

}  // namespace
}  // namespace mailrig::conformance
