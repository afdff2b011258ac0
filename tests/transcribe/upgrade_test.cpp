#include "harness/transcribe/upgrade.hpp"

#include <algorithm>

#include <gtest/gtest.h>

namespace mailrig::transcribe {
namespace {

struct Row {
  Protocol protocol;
  std::string_view client, server;
  Upgrade::To to;
};

const Row kRows[] = {
    {Protocol::Smtp, "STARTTLS\r\n", "220 2.0.0 go\r\n", Upgrade::To::Tls},
    {Protocol::Smtp, "starttls\r\n", "220 go\r\n", Upgrade::To::Tls},
    {Protocol::Smtp, "STARTTLS\r\n", "454 later\r\n", Upgrade::To::Nothing},
    {Protocol::Smtp, "NOOP\r\n", "220 go\r\n", Upgrade::To::Nothing},
    {Protocol::Smtp, "text STARTTLS\r\n", "220 go\r\n", Upgrade::To::Nothing},
    {Protocol::Imap, "a1 StartTLS\r\n", "* OK still\r\na1 OK go\r\n", Upgrade::To::Tls},
    {Protocol::Imap, "a1 STARTTLS\r\n", "a1 BAD no\r\n", Upgrade::To::Nothing},
    {Protocol::Imap, "a1 STARTTLS\r\n", "a2 OK other\r\n", Upgrade::To::Nothing},
    {Protocol::Imap, "a1 compress Deflate\r\n", "* 1 EXISTS\r\na1 OK go\r\n", Upgrade::To::Compression},
    {Protocol::Imap, "a1 COMPRESS DEFLATE\r\n", "a1 NO [COMPRESSIONACTIVE] no\r\n", Upgrade::To::Nothing},
    {Protocol::Imap, "a1 COMPRESS LZ77\r\n", "a1 OK go\r\n", Upgrade::To::Nothing},
    {Protocol::Pop3, "COMPRESS DEFLATE\r\n", "+OK go\r\n", Upgrade::To::Nothing},
    {Protocol::Pop3, "STLS\r\n", "+OK go\r\n", Upgrade::To::Tls},
    {Protocol::Pop3, "STLS\r\n", "-ERR no\r\n", Upgrade::To::Nothing},
};

TEST(Upgrade, BeginsWhenItWasAskedForAndAgreedTo) {
  for (const Row& row : kRows) {
    Upgrade whole(row.protocol);
    whole.client(row.client);
    EXPECT_EQ(whole.server(row.server), row.to) << row.client << row.server;
  }
}

TEST(Upgrade, HowItWasCutMakesNoDifference) {
  for (const Row& row : kRows) {
    Upgrade upgrade(row.protocol);
    for (const char& octet : row.client) upgrade.client({&octet, 1});
    Upgrade::To to = Upgrade::To::Nothing;
    for (const char& octet : row.server) to = std::max(to, upgrade.server({&octet, 1}));
    EXPECT_EQ(to, row.to) << row.client << row.server;
  }
}

TEST(Upgrade, ALineWithoutAnEndIsNotKept) {
  Upgrade upgrade(Protocol::Smtp);
  for (int i = 0; i < 1000; ++i) upgrade.client(std::string(1000, 'x'));
  upgrade.client("\r\nSTARTTLS\r\n");
  EXPECT_EQ(upgrade.server("220 go\r\n"), Upgrade::To::Tls);
}

TEST(Upgrade, WhatIsBehindTheAgreementIsTold) {
  Upgrade upgrade(Protocol::Imap);
  upgrade.client("a1 COMPRESS DEFLATE\r\n");
  EXPECT_EQ(upgrade.server("* 1 EXISTS\r\na1 OK go\r\nx\ny"), Upgrade::To::Compression);
  EXPECT_EQ(upgrade.behind(), 3U);
}

}  // namespace
}  // namespace mailrig::transcribe
