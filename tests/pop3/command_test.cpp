#include "harness/pop3/command.hpp"

#include <string>

#include <gtest/gtest.h>

namespace mailrig::pop3 {
namespace {

using namespace std::string_literals;

TEST(Command, IsReadAndWritten) {
  for (const std::string_view line : {"USER mrose\r\n",
                                      "PASS tan staaf\r\n",
                                      "PASS  two spaces \r\n",
                                      "STAT\r\n",
                                      "LIST\r\n",
                                      "LIST 2\r\n",
                                      "RETR 1\r\n",
                                      "DELE 18446744073709551615\r\n",
                                      "NOOP\r\n",
                                      "RSET\r\n",
                                      "QUIT\r\n",
                                      "TOP 1 0\r\n",
                                      "TOP 100 3\r\n",
                                      "UIDL\r\n",
                                      "UIDL 3\r\n",
                                      "CAPA\r\n",
                                      "STLS\r\n",
                                      "APOP mrose c4c9334bac560ecc979e58001b3e22fb\r\n",
                                      "UTF8\r\n",
                                      "LANG\r\n",
                                      "LANG *\r\n",
                                      "LANG de-DE\r\n",
                                      "AUTH PLAIN\r\n",
                                      "AUTH PLAIN dGVzdAB0ZXN0AHRlc3Q=\r\n",
                                      "AUTH SCRAM-SHA-256 =\r\n"}) {
    Command command;
    const auto refused = parse_command(line, command);
    EXPECT_FALSE(refused) << line << refused->reason;
    std::string again;
    append_command(again, command);
    EXPECT_EQ(again, line);
  }
}

TEST(Command, KeywordsAreInAnyCase) {
  Command command;
  EXPECT_FALSE(parse_command("rEtR 12\r\n", command));
  EXPECT_EQ(command.verb, Verb::Retr);
  EXPECT_EQ(command.message, 12U);
  EXPECT_EQ(command.name, "rEtR");
}

struct Bad {
  std::string line;
  std::string_view reason;
  std::size_t offset;
};

TEST(Command, SaysWhatIsWrongAndWhere) {
  const Bad cases[] = {
      {"\r\n", "unknown command", 0},
      {"XTND\r\n", "unknown command", 4},
      {" NOOP\r\n", "unknown command", 0},
      {"NOOP \r\n", "too many arguments", 4},
      {"STAT 1\r\n", "too many arguments", 4},
      {"RETR\r\n", "message number expected", 4},
      {"RETR \r\n", "message number expected", 5},
      {"RETR x\r\n", "message number expected", 5},
      {"RETR -1\r\n", "message number expected", 5},
      {"RETR 1x\r\n", "message number expected", 6},
      {"RETR  1\r\n", "message number expected", 5},
      {"RETR 1 2\r\n", "too many arguments", 6},
      {"RETR 18446744073709551616\r\n", "message number expected", 5},
      {"LIST \r\n", "message number expected", 5},
      {"TOP 1\r\n", "number of lines expected", 5},
      {"TOP 1 -1\r\n", "number of lines expected", 6},
      {"TOP 1 2 3\r\n", "too many arguments", 7},
      {"USER\r\n", "user name expected", 4},
      {"USER \r\n", "user name expected", 5},
      {"USER a b\r\n", "too many arguments", 6},
      {"PASS\r\n", "password expected", 4},
      {"AUTH\r\n", "mechanism expected", 4},
      {"AUTH PLAIN \r\n", "initial response expected", 11},
      {"AUTH PLAIN a b\r\n", "too many arguments", 12},
      {"NOOP\n", "a line ends in CRLF", 5},
      {"NO\tOP\r\n", "printable ASCII expected", 2},
      {"USER \xC3\xA9\r\n", "printable ASCII expected", 5},
      {"NOOP\0\r\n"s, "printable ASCII expected", 4},
      {"USER " + std::string(249, 'x') + "\r\n", "line too long", 255},
  };
  for (const Bad& c : cases) {
    Command command;
    const auto refused = parse_command(c.line, command);
    ASSERT_TRUE(refused) << c.line;
    EXPECT_EQ(refused->reason, c.reason) << c.line;
    EXPECT_EQ(refused->offset, c.offset) << c.line;
  }
}

TEST(Command, TakesJust255Octets) {
  Command command;
  EXPECT_FALSE(parse_command("USER " + std::string(248, 'x') + "\r\n", command));
}

TEST(Command, TakesEightBitNamesAndPasswordsWhereAsked) {
  for (const std::string_view line :
       {"USER j\xC3\xBCrgen\r\n", "PASS \xC3\xA4 b\r\n", "APOP \xC3\xA4 c4c9\r\n"}) {
    Command command;
    EXPECT_TRUE(parse_command(line, command));
    EXPECT_FALSE(parse_command(line, command, {.utf8 = true}));
  }
  Command command;
  EXPECT_TRUE(parse_command("LANG \xC3\xA4\r\n", command, {.utf8 = true}));
  EXPECT_TRUE(parse_command("APOP a \xC3\xA4\r\n", command, {.utf8 = true}));
}

TEST(Command, KeepsTheVerbOfWhatItRefuses) {
  Command command;
  EXPECT_TRUE(parse_command("top 1\r\n", command));
  EXPECT_EQ(command.verb, Verb::Top);
}

}  // namespace
}  // namespace mailrig::pop3
