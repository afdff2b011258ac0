#include "harness/smtp/reply.hpp"

#include <string>

#include <gtest/gtest.h>

#include "harness/smtp/flaws.hpp"

namespace mailrig::smtp {
namespace {

Reply parse(std::string_view unit) {
  Reply reply;
  parse_reply(unit, reply);
  return reply;
}

// RFC 5321 4.2.1 and appendix D
TEST(Reply, ReadsTheExamplesOfTheRfc) {
  const Reply reply = parse(
      "250-First line\r\n250-Second line\r\n250-234 Text beginning with numbers\r\n"
      "250 The last line\r\n");
  EXPECT_EQ(reply.code, 250);
  EXPECT_TRUE(reply.flaws.empty());
  ASSERT_EQ(reply.lines.size(), 4U);
  EXPECT_EQ(reply.lines[2], "234 Text beginning with numbers");
  EXPECT_EQ(parse("354 Start mail input; end with <CRLF>.<CRLF>\r\n").code, 354);
}

// RFC 2034 6
TEST(Reply, ReadsEnhancedCodes) {
  const Reply reply =
      parse("551-5.7.1 Forwarding to remote hosts disabled\r\n551 5.7.1 Select another host\r\n");
  EXPECT_EQ(reply.enhanced, (EnhancedCode{5, 7, 1}));
  EXPECT_TRUE(reply.flaws.empty());
  EXPECT_EQ(parse("250 2.1.5\r\n").enhanced, (EnhancedCode{2, 1, 5}));
  for (const char* none : {"250 2.1 x\r\n", "250 2.1.5x\r\n", "250 3.1.5 x\r\n", "250 2.1234.5 x\r\n",
                           "220 10.0.0.1 ready\r\n", "250 x\r\n"}) {
    EXPECT_FALSE(parse(none).enhanced) << none;
  }
}

struct Flawed {
  std::string_view unit;
  const wire::FlawInfo* flaw;
  std::size_t offset;
};

const std::string kLong = "250 " + std::string(kReplyLineLimit - 5, 'x') + "\r\n";

TEST(Reply, NamesEachFlaw) {
  using namespace std::string_view_literals;
  const Flawed table[] = {
      {"OK\r\n"sv, &kNoCode, 0},
      {"\r\n"sv, &kNoCode, 0},
      {"25\r\n"sv, &kNoCode, 0},
      {"+OK\r\n"sv, &kNoCode, 0},
      {"250-a\r\nb\r\n250 c\r\n"sv, &kNoCode, 7},
      {"150 x\r\n"sv, &kCodeRange, 0},
      {"650 x\r\n"sv, &kCodeRange, 0},
      {"260 x\r\n"sv, &kCodeRange, 0},
      {"250-a\r\n251 b\r\n"sv, &kCodeChanged, 7},
      {"250ok\r\n"sv, &kNoSeparator, 3},
      {"250\r\n"sv, &kBareCode, 5},
      {"250 \r\n"sv, &kBareCode, 6},
      {kLong, &kLineTooLong, 512},
      {"250 \xC3\xA9\r\n"sv, &kEightBit, 4},
      {"250 a\x07\r\n"sv, &kControl, 5},
      {"250 a\x7F\r\n"sv, &kControl, 5},
      {"250 5.0.0 a\r\n"sv, &kEnhancedClass, 4},
      {"354 2.0.0 go\r\n"sv, &kEnhancedClass, 4},
      {"550-5.1.1 a\r\n550 5.1.2 b\r\n"sv, &kEnhancedChanged, 17},
      {"550-5.1.1 a\r\n550 b\r\n"sv, &kEnhancedChanged, 17},
      {"550 5.01.1 a\r\n"sv, &kEnhancedZeros, 4},
      {"250 a\n"sv, &wire::kBareLf, 5},
      {"250 a\rb\r\n"sv, &wire::kBareCr, 5},
      {"250 a\0b\r\n"sv, &wire::kNul, 5},
  };
  for (const Flawed& row : table) {
    const Reply reply = parse(row.unit);
    ASSERT_EQ(reply.flaws.items().size(), 1U) << row.unit;
    EXPECT_EQ(reply.flaws.items()[0].info, row.flaw) << row.unit << ' ' << reply.flaws.items()[0].info->name;
    EXPECT_EQ(reply.flaws.items()[0].offset, row.offset) << row.unit;
  }
}

TEST(Reply, ReadsOnFromFlaws) {
  EXPECT_EQ(parse("250ok\r\n").lines.front(), "ok");
  EXPECT_EQ(parse("hello\r\n").lines.front(), "hello");
  EXPECT_EQ(parse("hello\r\n").code, 0);
  EXPECT_EQ(parse("250-a\r\n251 b\r\n").code, 251);
  EXPECT_TRUE(parse("250 a\tb\r\n").flaws.empty());
}

TEST(Reply, IsReusable) {
  Reply reply;
  parse_reply("550-5.1.1 a\r\n550 b\r\n", reply);
  parse_reply("250 ok\r\n", reply);
  EXPECT_EQ(reply.code, 250);
  EXPECT_EQ(reply.lines.size(), 1U);
  EXPECT_FALSE(reply.enhanced);
  EXPECT_TRUE(reply.flaws.empty());
}

TEST(Reply, WhatIsAppendedIsReadAgain) {
  std::string out;
  append_reply(out, 550, {5, 1, 1}, "no such\nmailbox");
  EXPECT_EQ(out, "550-5.1.1 no such\r\n550 5.1.1 mailbox\r\n");
  EXPECT_TRUE(parse(out).flaws.empty());
  out.clear();
  append_reply(out, 220, "mail.example");
  EXPECT_EQ(out, "220 mail.example\r\n");
}

void expect_framed(std::string_view bytes, std::size_t size) {
  for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
    ReplyFramer framer;
    const wire::Frame first = framer.feed(bytes.substr(0, cut));
    EXPECT_EQ(first.status, cut < size ? wire::FrameStatus::NeedMore : wire::FrameStatus::Complete) << cut;
    const wire::Frame found = cut < size ? framer.feed(bytes) : first;
    EXPECT_EQ(found.size, size) << bytes << " cut at " << cut;
  }
  ReplyFramer framer;
  for (std::size_t have = 0; have < size; ++have) {
    EXPECT_EQ(framer.feed(bytes.substr(0, have)).status, wire::FrameStatus::NeedMore);
  }
  EXPECT_EQ(framer.feed(bytes).size, size);
}

TEST(ReplyFramer, FindsTheEndAtEveryCut) {
  expect_framed("220 a\r\n250 b\r\n", 7);
  expect_framed("250-a\r\n250-b\r\n250 c\r\n354 d\r\n", 21);
  expect_framed("250-a\r\n250\r\n354 d\r\n", 12);
  expect_framed("250-a\r\nnonsense\r\n250 b\r\n250 c\r\n", 24);
  expect_framed("nonsense\r\n250 b\r\n", 10);
  expect_framed("250-a\r\n251-b\r\n252 c\r\n250 d\r\n", 21);
  expect_framed("250 a\n250 b\r\n", 6);
}

TEST(ReplyFramer, GivesUpOnAnEndlessReply) {
  std::string endless;
  while (endless.size() < kReplyLimit + 100) endless += "250-and so on\r\n";
  for (const std::size_t step : {std::size_t{1}, std::size_t{1000}, endless.size()}) {
    ReplyFramer framer;
    wire::Frame frame;
    for (std::size_t have = 0; have < endless.size() && frame.status == wire::FrameStatus::NeedMore;) {
      have = std::min(endless.size(), have + step);
      frame = framer.feed(std::string_view(endless).substr(0, have));
    }
    EXPECT_EQ(frame.status, wire::FrameStatus::TooLong);
    EXPECT_EQ(frame.size, kReplyLimit);
  }
  ReplyFramer framer;
  EXPECT_EQ(framer.feed(std::string(kReplyLimit, '2')).status, wire::FrameStatus::TooLong);
}

}  // namespace
}  // namespace mailrig::smtp
