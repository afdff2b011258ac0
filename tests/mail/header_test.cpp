#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/mail/message.hpp"

namespace mailrig::mail {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> names(const Header& header) {
  std::vector<std::string> found;
  for (const Field& field : header.fields) found.emplace_back(field.name);
  return found;
}

TEST(Header, EndsAtTheEmptyLine) {
  std::size_t body = 0;
  const Header h = parse_header("A: 1\r\nB: 2\r\n\r\nC: body\r\n", body);
  EXPECT_THAT(names(h), ElementsAre("A", "B"));
  EXPECT_EQ(body, 14U);
  EXPECT_EQ(h.raw, "A: 1\r\nB: 2\r\n\r\n");
}

TEST(Header, KeepsFoldingInTheField) {
  std::size_t body = 0;
  const Header h = parse_header("Subject: This\r\n is a test\r\nB: 2\r\n\r\n", body);
  EXPECT_EQ(h.fields[0].body, " This\r\n is a test");
  EXPECT_EQ(h.fields[0].raw, "Subject: This\r\n is a test\r\n");
  EXPECT_EQ(unfold(h.fields[0].body), " This is a test");
}

TEST(Header, FindsByAnyCaseTheFirst) {
  std::size_t body = 0;
  const Header h = parse_header("sUbJeCt: one\r\nSubject: two\r\n\r\n", body);
  ASSERT_NE(h.find("Subject"), nullptr);
  EXPECT_EQ(h.find("Subject")->body, " one");
  EXPECT_EQ(h.find("To"), nullptr);
}

TEST(Header, AllowsWhiteSpaceBeforeTheColon) {  // RFC 5322 4.5, obs-optional
  std::size_t body = 0;
  const Header h = parse_header("Subject  : x\r\n\r\n", body);
  EXPECT_THAT(names(h), ElementsAre("Subject"));
  EXPECT_EQ(h.fields[0].body, " x");
}

struct Shape {
  const char* title;
  std::string_view message;
  std::vector<std::string> fields;
  std::size_t body_begin;
};

TEST(Header, ReadsOddMessages) {
  const std::vector<Shape> cases{
      {"nothing", "", {}, 0},
      {"empty header", "\r\nbody", {}, 2},
      {"no header", "just text here\r\nmore\r\n", {}, 0},
      {"no empty line", "A: 1\r\nB: 2\r\n", {"A", "B"}, 12},
      {"no final line end", "A: 1", {"A"}, 4},
      {"bare LF", "A: 1\nB: 2\n\nbody", {"A", "B"}, 11},
      {"junk between fields", "A: 1\r\nthis is junk\r\n more junk\r\nB: 2\r\n\r\n", {"A", "B"}, 40},
      {"mbox line first", "From me Mon\r\nA: 1\r\n\r\n", {"A"}, 21},
      {"line that begins folded", " x\r\nA: 1\r\n\r\n", {}, 0},
      {"empty name", ": x\r\nA: 1\r\n\r\n", {}, 0},
      {"lone CR is no line end", "A: 1\rB: 2\r\n\r\n", {"A"}, 13},
  };
  for (const Shape& c : cases) {
    std::size_t body = 99;
    const Header h = parse_header(c.message, body);
    EXPECT_EQ(names(h), c.fields) << c.title;
    EXPECT_EQ(body, c.body_begin) << c.title;
    EXPECT_EQ(h.raw.size(), c.body_begin) << c.title;
  }
}

TEST(Header, ReadsEveryPrefixOfAMessage) {
  const std::string message = "From: a@b\r\nSubject: x\r\n y\r\n\r\nbody\r\n";
  for (std::size_t cut = 0; cut <= message.size(); ++cut) {
    std::size_t body = 0;
    const Header h = parse_header(std::string_view(message).substr(0, cut), body);
    EXPECT_LE(body, cut);
    EXPECT_LE(h.fields.size(), 2U);
  }
}

TEST(Unfold, TakesOutOnlyLineEndsBeforeWhiteSpace) {
  EXPECT_EQ(unfold("a\r\n b\r\n\tc"), "a b\tc");
  EXPECT_EQ(unfold("a\n b"), "a b");
  EXPECT_EQ(unfold("a\r b\r\nc"), "a\r b\r\nc");
}

}  // namespace
}  // namespace mailrig::mail
