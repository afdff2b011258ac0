#include "harness/pop3/reply.hpp"

#include <string>

#include <gtest/gtest.h>

#include "harness/pop3/flaws.hpp"

namespace mailrig::pop3 {
namespace {

struct Good {
  std::string_view line;
  Status status;
  std::string_view code, text;
};

TEST(ReplyLine, IsReadAndWritten) {
  const Good cases[] = {
      {"+OK\r\n", Status::Ok, "", ""},
      {"+OK 2 320\r\n", Status::Ok, "", "2 320"},
      {"+OK dewey POP3 server signing off (maildrop empty)\r\n", Status::Ok, "",
       "dewey POP3 server signing off (maildrop empty)"},
      {"-ERR no such message, only 2 messages in maildrop\r\n", Status::Err, "",
       "no such message, only 2 messages in maildrop"},
      {"-ERR [IN-USE] Do you have another POP session running?\r\n", Status::Err, "IN-USE",
       "Do you have another POP session running?"},
      {"-ERR [SYS/TEMP] later\r\n", Status::Err, "SYS/TEMP", "later"},
  };
  for (const Good& c : cases) {
    Reply reply;
    parse_reply(c.line, false, reply);
    EXPECT_EQ(reply.status, c.status) << c.line;
    EXPECT_EQ(reply.code, c.code) << c.line;
    EXPECT_EQ(reply.text, c.text) << c.line;
    EXPECT_EQ(reply.bytes, c.line);
    EXPECT_TRUE(reply.flaws.empty()) << c.line;
    std::string again;
    c.status == Status::Ok ? append_ok(again, c.text) : append_err(again, c.text, c.code);
    EXPECT_EQ(again, c.line);
  }
}

TEST(ReplyLine, ReadsChallenges) {
  for (const std::string_view line : {"+ \r\n", "+ PDE4OTYuNjk3MTcwOTUyQHBvc3RvZmZpY2U+\r\n"}) {
    Reply reply;
    parse_reply(line, false, reply);
    EXPECT_EQ(reply.status, Status::Continue);
    EXPECT_EQ(reply.text, line.substr(2, line.size() - 4));
    EXPECT_TRUE(reply.flaws.empty());
  }
}

struct Bad {
  std::string line;
  const wire::FlawInfo* flaw;
  std::size_t offset;
  Status status;
};

TEST(ReplyLine, NamesFlawsAndReadsOn) {
  const Bad cases[] = {
      {"+ok ready\r\n", &kStatusCase, 0, Status::Ok},
      {"-Err no\r\n", &kStatusCase, 0, Status::Err},
      {"+OKAY\r\n", &kNoSpace, 3, Status::Ok},
      {"250 OK\r\n", &kNoStatus, 0, Status::None},
      {"\r\n", &kNoStatus, 0, Status::None},
      {"+OK ready\n", &wire::kBareLf, 9, Status::Ok},
      {"+OK re\rady\r\n", &wire::kBareCr, 6, Status::Ok},
      {"+OK caf\xC3\xA9\r\n", &kNotAscii, 7, Status::Ok},
      {"+OK " + std::string(507, 'x') + "\r\n", &kLineTooLong, 512, Status::Ok},
      {"-ERR [IN-USE no\r\n", &kBadCode, 5, Status::Err},
      {"-ERR [] no\r\n", &kBadCode, 5, Status::Err},
      {"-ERR [SYS//TEMP] no\r\n", &kBadCode, 5, Status::Err},
      {"-ERR [IN USE] no\r\n", &kBadCode, 5, Status::Err},
      {"+\r\n", &kContinuationNoSpace, 1, Status::Continue},
      {"+ go ahead\r\n", &kContinuationText, 4, Status::Continue},
  };
  for (const Bad& c : cases) {
    Reply reply;
    parse_reply(c.line, false, reply);
    EXPECT_EQ(reply.status, c.status) << c.line;
    ASSERT_EQ(reply.flaws.items().size(), 1U) << c.line;
    EXPECT_EQ(reply.flaws.items()[0].info, c.flaw) << c.line << " " << reply.flaws.items()[0].info->name;
    EXPECT_EQ(reply.flaws.items()[0].offset, c.offset) << c.line;
  }
}

TEST(ReplyLine, TakesJust512Octets) {
  Reply reply;
  parse_reply("+OK " + std::string(506, 'x') + "\r\n", false, reply);
  EXPECT_TRUE(reply.flaws.empty());
}

TEST(ReplyBlock, BelongsToOkOnly) {
  Reply reply;
  parse_reply("+OK 2 messages (320 octets)\r\n1 120\r\n2 200\r\n.\r\n", true, reply);
  EXPECT_TRUE(reply.multi_line);
  EXPECT_EQ(reply.block, "1 120\r\n2 200\r\n.\r\n");
  EXPECT_TRUE(reply.flaws.empty());
  parse_reply("-ERR no\r\n", true, reply);
  EXPECT_FALSE(reply.multi_line);
  EXPECT_EQ(reply.block, "");
}

TEST(ReplyBlock, NamesALineThatWasNotStuffed) {
  Reply reply;
  parse_reply("+OK\r\na\r\n.b\r\n.\r\n", true, reply);
  ASSERT_EQ(reply.flaws.items().size(), 1U);
  EXPECT_EQ(reply.flaws.items()[0].info, &kNotStuffed);
  EXPECT_EQ(reply.flaws.items()[0].offset, 8U);
  parse_reply("+OK\r\n..b\r\n..\r\n.\r\n", true, reply);
  EXPECT_TRUE(reply.flaws.empty());
}

TEST(ReplyBlock, NamesBareLfOnce) {
  Reply reply;
  parse_reply("+OK\r\na\nb\nc\r\n.\r\n", true, reply);
  ASSERT_EQ(reply.flaws.items().size(), 1U);
  EXPECT_EQ(reply.flaws.items()[0].info, &kBlockBareLf);
  EXPECT_EQ(reply.flaws.items()[0].offset, 6U);
}

// Every cut in two, byte by byte behind the cut.
void expect_framed(std::string_view bytes, bool multi_line, std::size_t size) {
  for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
    ReplyFramer framer;
    wire::Frame frame = framer.feed(bytes.substr(0, cut), multi_line);
    for (std::size_t end = cut + 1; frame.status == wire::FrameStatus::NeedMore && end <= bytes.size();
         ++end) {
      frame = framer.feed(bytes.substr(0, end), multi_line);
    }
    EXPECT_EQ(frame.status, wire::FrameStatus::Complete) << cut;
    EXPECT_EQ(frame.size, size) << cut;
  }
}

TEST(ReplyFramer, FindsTheEndAtEveryCut) {
  expect_framed("+OK one\r\n+OK two\r\n", false, 9);
  expect_framed("+OK\r\n.\r\n+OK\r\n", true, 8);
  expect_framed("+OK\r\na\r\n..\r\n.\r\n+OK\r\n", true, 15);
  expect_framed("-ERR no\r\n+OK\r\n.\r\n", true, 9);
  expect_framed("+OK\r\na\n.\n\r\n.\r\n", true, 14);
}

TEST(ReplyFramer, GivesUpOnAnEndlessLine) {
  ReplyFramer framer;
  const std::string endless(kLineLimit, 'x');
  EXPECT_EQ(framer.feed(endless, false).status, wire::FrameStatus::TooLong);
}

}  // namespace
}  // namespace mailrig::pop3
