#include "harness/cli/command_line.hpp"

#include <vector>

#include <gtest/gtest.h>

namespace mailrig::cli {
namespace {

std::string line(const std::vector<std::string>& words) {
  return command_line(words);
}

TEST(CommandLine, IsAsAShellTakesIt) {
  EXPECT_EQ(line({"check", "imap/**", "--users", "user{1..8}", "--strict"}),
            "mailrig check 'imap/**' --users 'user{1..8}' --strict");
}

TEST(CommandLine, TellsNoSecret) {
  EXPECT_EQ(line({"check", "--password", "se cret", "--bearer=token", "--user", "a"}),
            "mailrig check --password «***» --bearer=«***» --user a");
  EXPECT_EQ(line({"load", "--password", "--bearer", "x"}), "mailrig load --password «***» x");
  EXPECT_EQ(line({"diff", "--a", "imap=h:1 password=\"a b\" user=u", "--b=imap=h:2 bearer=token"}),
            "mailrig diff --a 'imap=h:1 user=u' --b=imap=h:2");
}

}  // namespace
}  // namespace mailrig::cli
