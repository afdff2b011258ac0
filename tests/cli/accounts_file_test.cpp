#include "harness/cli/accounts_file.hpp"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

namespace mailrig::cli {
namespace {

class AccountsFile : public testing::Test {
 protected:
  ~AccountsFile() override { std::filesystem::remove(file_); }
  std::vector<std::string> read(std::string_view text) {
    std::ofstream(file_) << text;
    std::vector<std::string> mistakes = read_accounts(file_, accounts_);
    for (std::string& mistake : mistakes) mistake.erase(0, file_.size());
    return mistakes;
  }

  std::string file_ = testing::TempDir() + "accounts-" +
                      testing::UnitTest::GetInstance()->current_test_info()->name() + ".toml";
  server::Accounts accounts_;
};

using Mistakes = std::vector<std::string>;

TEST_F(AccountsFile, GivesAccountsAndDomains) {
  EXPECT_EQ(read("domains = [\"example.test\", \"other.test\"]\n"
                 "[[account]]\nuser = \"alice\"\npassword = \"secret\"\n"
                 "[[account]]\nuser = \"bob\"\npassword = \"x\"\naddresses = [\"info@third.test\"]\n"),
            Mistakes{});
  ASSERT_EQ(accounts_.all().size(), 2U);
  EXPECT_EQ(accounts_.find("alice")->password, "secret");
  EXPECT_EQ(accounts_.resolve("alice", "example.test"), accounts_.find("alice"));
  EXPECT_EQ(accounts_.resolve("info", "third.test"), accounts_.find("bob"));
  EXPECT_TRUE(accounts_.local("other.test"));
}

TEST_F(AccountsFile, TellsEveryMistakeInOneGo) {
  EXPECT_EQ(
      read("domain = [\"a\"]\n[[account]]\nuser = 3\npasswort = \"x\"\naddresses = [\"b@c\", 4]\n"),
      (Mistakes{":1:1: unknown key 'domain'; did you mean 'domains'?", ":2:1: 'password' is missing",
                ":3:8: 'user' is to be a string that is not empty",
                ":4:1: unknown key 'passwort'; did you mean 'password'?", ":5:21: a string is expected"}));
}

TEST_F(AccountsFile, WantsAnAccount) {
  EXPECT_EQ(read("domains = [\"a\"]\n").size(), 1U);
  EXPECT_EQ(read("account = 3\n"), Mistakes{":1:11: at least one [[account]] is expected"});
}

TEST_F(AccountsFile, WantsEachUserOnce) {
  const std::string one = "[[account]]\nuser = \"a\"\npassword = \"b\"\naddresses = [\"a@b\"]\n";
  EXPECT_EQ(read(one + one), Mistakes{":5:1: user 'a' is there twice"});
}

TEST_F(AccountsFile, SaysWhereItIsNoToml) {
  const Mistakes mistakes = read("domains = [\n\"a\"\n=\n");
  ASSERT_EQ(mistakes.size(), 1U);
  EXPECT_EQ(mistakes[0].substr(0, 3), ":3:");
}

TEST_F(AccountsFile, MayBeMissing) {
  EXPECT_EQ(read_accounts("/nonexistent/accounts.toml", accounts_).size(), 1U);
}

}  // namespace
}  // namespace mailrig::cli
