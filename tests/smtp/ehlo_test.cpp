#include "harness/smtp/ehlo.hpp"

#include <gtest/gtest.h>

#include "harness/smtp/flaws.hpp"

namespace mailrig::smtp {
namespace {

struct Read {
  std::string unit;
  Reply reply;
  Ehlo ehlo;
  explicit Read(std::string bytes) : unit(std::move(bytes)) {
    parse_reply(unit, reply);
    parse_ehlo(reply, ehlo);
  }
};

// RFC 5321 D.1, RFC 4954 4.1
TEST(Ehlo, ReadsKeywordsWithTheirParameters) {
  const Read read(
      "250-foo.com greets bar.com\r\n250-8BITMIME\r\n250-SIZE 1000\r\n"
      "250-AUTH GSSAPI DIGEST-MD5 plain\r\n250 HELP\r\n");
  EXPECT_EQ(read.ehlo.domain, "foo.com");
  ASSERT_EQ(read.ehlo.keywords.size(), 4U);
  EXPECT_EQ(read.ehlo.find("size")->parameters, "1000");
  EXPECT_TRUE(read.ehlo.has("AUTH", "PLAIN"));
  EXPECT_FALSE(read.ehlo.has("AUTH", "LOGIN"));
  EXPECT_FALSE(read.ehlo.has("X", "LOGIN"));
  EXPECT_EQ(read.ehlo.find("greets"), nullptr);
  EXPECT_TRUE(read.reply.flaws.empty());
}

TEST(Ehlo, ReadsAServerWithoutExtensions) {
  const Read read("250 foo.com\r\n");
  EXPECT_EQ(read.ehlo.domain, "foo.com");
  EXPECT_TRUE(read.ehlo.keywords.empty());
}

TEST(Ehlo, NamesKeywordsOutsideTheGrammar) {
  for (const char* line : {"AUTH=PLAIN", "-X", "", " SIZE", "SIZE  1", "SIZE ", "X_Y"}) {
    const Read read("250-a\r\n250-" + std::string(line) + "\r\n250 HELP\r\n");
    EXPECT_TRUE(read.reply.flaws.has(kEhloKeyword)) << line;
    EXPECT_NE(read.ehlo.find("HELP"), nullptr);
  }
}

TEST(Ehlo, WhatIsAppendedIsReadAgain) {
  std::string out;
  append_ehlo(out, "mail.example", {"PIPELINING", "SIZE 10"});
  EXPECT_EQ(out, "250-mail.example\r\n250-PIPELINING\r\n250 SIZE 10\r\n");
}

}  // namespace
}  // namespace mailrig::smtp
