#include <gtest/gtest.h>

#include "harness/mail/message.hpp"

namespace mailrig::mail {
namespace {

Envelope read(std::string_view message) {
  std::size_t body = 0;
  return envelope_of(parse_header(message, body));
}

TEST(Envelope, ReadsTheExampleOfRfc9051) {  // 8
  const Envelope e = read(
      "Date: Wed, 17 Jul 1996 02:23:25 -0700 (PDT)\r\nFrom: Terry Gray <gray@cac.washington.edu>\r\n"
      "Subject: IMAP4rev2 WG mtg summary and minutes\r\nTo: imap@cac.washington.edu\r\n"
      "cc: minutes@CNRI.Reston.VA.US, John Klensin <KLENSIN@MIT.EDU>\r\n"
      "Message-Id: <B27397-0100000@cac.washington.edu>\r\nMIME-Version: 1.0\r\n\r\n");
  EXPECT_EQ(e.date, "Wed, 17 Jul 1996 02:23:25 -0700 (PDT)");
  EXPECT_EQ(e.subject, "IMAP4rev2 WG mtg summary and minutes");
  EXPECT_EQ(e.from.at(0).display_name, "Terry Gray");
  EXPECT_EQ(e.sender.at(0).mailbox, "gray");
  EXPECT_EQ(e.reply_to.at(0).host, "cac.washington.edu");
  ASSERT_EQ(e.cc.size(), 2U);
  EXPECT_EQ(e.cc[1].host, "MIT.EDU");
  EXPECT_TRUE(e.bcc.empty());
  EXPECT_EQ(e.in_reply_to, std::nullopt);
  EXPECT_EQ(e.message_id, "<B27397-0100000@cac.washington.edu>");
}

TEST(Envelope, TellsAbsentFromEmpty) {
  const Envelope e = read("Subject:\r\nMessage-ID:  \r\n\r\n");
  EXPECT_EQ(e.subject, "");
  EXPECT_EQ(e.message_id, "");
  EXPECT_EQ(e.date, std::nullopt);
  EXPECT_TRUE(e.from.empty());
  EXPECT_TRUE(e.sender.empty());
}

TEST(Envelope, UnfoldsTheSubject) {
  EXPECT_EQ(read("Subject: a\r\n b\r\n\r\n").subject, "a b");
}

TEST(Envelope, FillsEmptySenderAndReplyTo) {
  const Envelope e = read("From: a@b\r\nSender:\r\nReply-To: c@d\r\n\r\n");
  EXPECT_EQ(e.sender.at(0).mailbox, "a");
  EXPECT_EQ(e.reply_to.at(0).mailbox, "c");
}

TEST(Envelope, JoinsSeveralDestinationFields) {  // RFC 5322 4.5.3
  const Envelope e = read("To: a@b\r\nFrom: x@y\r\nTo: c@d\r\nFrom: z@y\r\n\r\n");
  EXPECT_EQ(e.to.size(), 2U);
  EXPECT_EQ(e.from.size(), 1U);
}

}  // namespace
}  // namespace mailrig::mail
