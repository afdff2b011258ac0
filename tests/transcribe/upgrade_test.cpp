#include "harness/transcribe/upgrade.hpp"

#include <gtest/gtest.h>

namespace mailrig::transcribe {
namespace {

struct Row {
  Protocol protocol;
  std::string_view client, server;
  bool begins;
};

const Row kRows[] = {
    {Protocol::Smtp, "STARTTLS\r\n", "220 2.0.0 go\r\n", true},
    {Protocol::Smtp, "starttls\r\n", "220 go\r\n", true},
    {Protocol::Smtp, "STARTTLS\r\n", "454 later\r\n", false},
    {Protocol::Smtp, "NOOP\r\n", "220 go\r\n", false},
    {Protocol::Smtp, "text STARTTLS\r\n", "220 go\r\n", false},
    {Protocol::Imap, "a1 StartTLS\r\n", "* OK still\r\na1 OK go\r\n", true},
    {Protocol::Imap, "a1 STARTTLS\r\n", "a1 BAD no\r\n", false},
    {Protocol::Imap, "a1 STARTTLS\r\n", "a2 OK other\r\n", false},
    {Protocol::Pop3, "STLS\r\n", "+OK go\r\n", true},
    {Protocol::Pop3, "STLS\r\n", "-ERR no\r\n", false},
};

TEST(Upgrade, TlsBeginsWhenItWasAskedForAndAgreedTo) {
  for (const Row& row : kRows) {
    Upgrade whole(row.protocol);
    whole.client(row.client);
    EXPECT_EQ(whole.server(row.server), row.begins) << row.client << row.server;
  }
}

TEST(Upgrade, HowItWasCutMakesNoDifference) {
  for (const Row& row : kRows) {
    Upgrade upgrade(row.protocol);
    for (const char& octet : row.client) upgrade.client({&octet, 1});
    bool begins = false;
    for (const char& octet : row.server) begins = upgrade.server({&octet, 1}) || begins;
    EXPECT_EQ(begins, row.begins) << row.client << row.server;
  }
}

TEST(Upgrade, ALineWithoutAnEndIsNotKept) {
  Upgrade upgrade(Protocol::Smtp);
  for (int i = 0; i < 1000; ++i) upgrade.client(std::string(1000, 'x'));
  upgrade.client("\r\nSTARTTLS\r\n");
  EXPECT_TRUE(upgrade.server("220 go\r\n"));
}

}  // namespace
}  // namespace mailrig::transcribe
