#include "harness/smtp/dialogue.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace mailrig::smtp {
namespace {

using Next = Dialogue::Next;
using Seen = std::vector<std::string>;

// "VERB:code" of each reply in `bytes`, received `step` octets at a time.
Seen read_all(Dialogue& dialogue, std::string bytes, std::size_t step = 1) {
  Seen seen;
  Reply reply;
  std::size_t size = 0;
  std::size_t have = 0;
  while (have < bytes.size()) {
    have = std::min(bytes.size(), have + step);
    while (dialogue.next(std::string_view(bytes).substr(0, have), reply, size) == Next::Unit) {
      std::string one(dialogue.verb_answered());
      one += ":" + std::to_string(reply.code);
      if (!dialogue.asked()) one += ":unasked";
      seen.push_back(one);
      bytes.erase(0, size);
      have -= size;
    }
  }
  EXPECT_EQ(bytes, "");
  return seen;
}

void send_in_steps(Dialogue& dialogue, std::string_view bytes, std::size_t step) {
  for (; !bytes.empty(); bytes.remove_prefix(std::min(step, bytes.size())))
    dialogue.sent(bytes.substr(0, step));
}

Dialogue greeted() {
  Dialogue dialogue;
  EXPECT_EQ(read_all(dialogue, "220 mail.example\r\n"), (Seen{":220"}));
  return dialogue;
}

// RFC 2920 4
TEST(Dialogue, PairsPipelinedCommandsWithTheirReplies) {
  for (std::size_t step = 1; step < 120; ++step) {
    Dialogue dialogue;
    send_in_steps(dialogue,
                  "EHLO dbc.mtview.ca.us\r\nMAIL FROM:<mrose@dbc.mtview.ca.us>\r\n"
                  "RCPT TO:<ned@innosoft.com>\r\nRCPT TO:<dan@innosoft.com>\r\nDATA\r\n",
                  step);
    EXPECT_EQ(dialogue.outstanding(), 5U);
    EXPECT_EQ(dialogue.awaited(), "EHLO");
    EXPECT_EQ(read_all(dialogue,
                       "220 innosoft.com SMTP service ready\r\n250-innosoft.com\r\n250 PIPELINING\r\n"
                       "250 sender ok\r\n250 recipient ok\r\n550 no\r\n354 enter mail\r\n",
                       step),
              (Seen{":220", "EHLO:250", "MAIL:250", "RCPT:250", "RCPT:550", "DATA:354"}));
    EXPECT_TRUE(dialogue.in_message());
    EXPECT_EQ(dialogue.outstanding(), 0U);
    send_in_steps(dialogue, "Subject: QUIT\r\n\r\nQUIT\r\n..\r\n.\n\r\n.\r\r\n.\r\nQUIT\r\n", step);
    EXPECT_EQ(dialogue.outstanding(), 2U);
    EXPECT_EQ(read_all(dialogue, "250 message sent\r\n221 goodbye\r\n", step), (Seen{".:250", "QUIT:221"}));
  }
}

TEST(Dialogue, TakesAnEmptyMessage) {
  Dialogue dialogue = greeted();
  dialogue.sent("DATA\r\n");
  (void)read_all(dialogue, "354 go\r\n");
  dialogue.sent(".\r\nNOOP\r\n");
  EXPECT_EQ(read_all(dialogue, "250 ok\r\n250 ok\r\n"), (Seen{".:250", "NOOP:250"}));
}

TEST(Dialogue, HoldsWhatFollowsDataUntilTheReplyIsThere) {
  const char* const together = "DATA\r\nQUIT\r\n.\r\nRSET\r\n";
  for (std::size_t step = 1; step < 30; ++step) {
    Dialogue good = greeted();
    send_in_steps(good, together, step);
    EXPECT_EQ(read_all(good, "354 go\r\n250 ok\r\n250 ok\r\n"), (Seen{"DATA:354", ".:250", "RSET:250"}));
    Dialogue bad = greeted();
    send_in_steps(bad, together, step);
    EXPECT_EQ(read_all(bad, "503 no\r\n221 bye\r\n500 what\r\n250 ok\r\n"),
              (Seen{"DATA:503", "QUIT:221", ".:500", "RSET:250"}));
  }
}

Dialogue lmtp(std::string_view sent, const std::string& received) {
  Dialogue dialogue(Dialogue::Kind::Lmtp);
  dialogue.sent(sent);
  (void)read_all(dialogue, "220 foo.edu LMTP\r\n" + received);
  return dialogue;
}

// RFC 2033 4.2, its example
TEST(Dialogue, OfLmtpGivesAReplyToEachRecipient) {
  for (std::size_t step = 1; step < 60; ++step) {
    Dialogue dialogue(Dialogue::Kind::Lmtp);
    send_in_steps(
        dialogue,
        "LHLO foo.edu\r\nMAIL FROM:<chris@bar.com>\r\nRCPT TO:<pat@foo.edu>\r\nRCPT TO:<jones@foo.edu>\r\n"
        "RCPT TO:<green@foo.edu>\r\nDATA\r\n",
        step);
    EXPECT_EQ(
        read_all(dialogue,
                 "220 foo.edu LMTP server ready\r\n250-foo.edu\r\n250-PIPELINING\r\n250 SIZE\r\n250 OK\r\n"
                 "250 OK\r\n550 No such user here\r\n250 OK\r\n354 Start mail input\r\n",
                 step),
        (Seen{":220", "LHLO:250", "MAIL:250", "RCPT:250", "RCPT:550", "RCPT:250", "DATA:354"}));
    send_in_steps(dialogue, "Blah\r\n.\r\nQUIT\r\n", step);
    EXPECT_EQ(read_all(dialogue, "250 OK\r\n", step), (Seen{".:250"}));
    EXPECT_EQ(dialogue.replies_due(), 1U);
    EXPECT_EQ(dialogue.awaited(), ".");
    EXPECT_EQ(read_all(dialogue, "452 <green@foo.edu> is temporarily over quota\r\n221 foo.edu\r\n", step),
              (Seen{".:452", "QUIT:221"}));
  }
}

TEST(Dialogue, OfLmtpCountsTheRecipientsOfOneTransactionOnly) {
  const char* const two = "MAIL FROM:<>\r\nRCPT TO:<a@b>\r\nRCPT TO:<a@b>\r\n";
  for (const char* again : {"RSET\r\n", "LHLO c\r\n"}) {
    Dialogue dialogue = lmtp(std::string(two) + again + "MAIL FROM:<>\r\nRCPT TO:<a@b>\r\nDATA\r\n",
                             "250 a\r\n250 b\r\n250 c\r\n250 d\r\n250 e\r\n250 f\r\n354 g\r\n");
    dialogue.sent(".\r\nNOOP\r\n");
    EXPECT_EQ(read_all(dialogue, "250 taken\r\n250 noop\r\n"), (Seen{".:250", "NOOP:250"}));
  }
  // After a message, and after a MAIL that was refused within a transaction.
  Dialogue dialogue =
      lmtp(std::string(two) + "MAIL FROM:<>\r\nDATA\r\n", "250 a\r\n250 b\r\n250 c\r\n503 d\r\n354 e\r\n");
  dialogue.sent("x\r\n.\r\n" + std::string(two) + "DATA\r\n");
  EXPECT_EQ(read_all(dialogue, "250 one\r\n250 two\r\n250 a\r\n250 b\r\n250 c\r\n354 e\r\n"),
            (Seen{".:250", ".:250", "MAIL:250", "RCPT:250", "RCPT:250", "DATA:354"}));
  dialogue.sent(".\r\n");
  EXPECT_EQ(read_all(dialogue, "250 one\r\n250 two\r\n250 no\r\n"), (Seen{".:250", ".:250", ":250:unasked"}));
}

// RFC 2033 4.3
TEST(Dialogue, OfLmtpAnswersTheLastChunkForEachRecipient) {
  const char* const two = "MAIL FROM:<>\r\nRCPT TO:<a@b>\r\nRCPT TO:<a@c>\r\n";
  Dialogue dialogue =
      lmtp(std::string(two) + "BDAT 3\r\nabcBDAT 2 last\r\ndeNOOP\r\n", "250 a\r\n250 b\r\n250 c\r\n");
  EXPECT_EQ(read_all(dialogue, "250 3\r\n250 one\r\n452 two\r\n250 noop\r\n"),
            (Seen{"BDAT:250", "BDAT:250", "BDAT:452", "NOOP:250"}));
  Dialogue none = lmtp("BDAT 0 LAST\r\nNOOP\r\n", "250 noop\r\n");
  EXPECT_EQ(none.verb_answered(), "NOOP");
  Dialogue refused = lmtp("BDAT 0 LAST\r\nNOOP\r\n", "503 no\r\n");
  EXPECT_EQ(refused.verb_answered(), "BDAT");
  Dialogue unknown =
      lmtp(std::string(two) + "BDAT 0 LAST\r\nNOOP\r\n", "250 a\r\n250 b\r\n250 c\r\n502 what\r\n250 d\r\n");
  EXPECT_EQ(unknown.verb_answered(), "NOOP");
}

// RFC 4954 4.1
TEST(Dialogue, FollowsAuth) {
  Dialogue dialogue = greeted();
  dialogue.sent("AUTH LOGIN\r\n");
  EXPECT_EQ(read_all(dialogue, "334 VXNlciBOYW1l\r\n"), (Seen{"AUTH:334"}));
  dialogue.sent("dGlt\r\n");
  EXPECT_EQ(dialogue.outstanding(), 1U);
  EXPECT_EQ(read_all(dialogue, "334 UGFzc3dvcmQ=\r\n"), (Seen{"AUTH:334"}));
  dialogue.sent("DATA\r\n");  // an answer, whatever it looks like
  EXPECT_EQ(read_all(dialogue, "535 no\r\n"), (Seen{"AUTH:535"}));
  dialogue.sent("NOOP\r\n");
  EXPECT_EQ(read_all(dialogue, "250 ok\r\n"), (Seen{"NOOP:250"}));
}

TEST(Dialogue, FollowsAuthSentInOneGo) {
  Dialogue good = greeted();
  good.sent("AUTH PLAIN\r\nAHRpbQB0\r\nNOOP\r\n");
  EXPECT_EQ(read_all(good, "334 \r\n235 ok\r\n250 ok\r\n"), (Seen{"AUTH:334", "AUTH:235", "NOOP:250"}));
  Dialogue bad = greeted();
  bad.sent("AUTH PLAIN\r\nAHRpbQB0\r\nNOOP\r\n");
  EXPECT_EQ(read_all(bad, "504 no\r\n500 what\r\n250 ok\r\n"),
            (Seen{"AUTH:504", "AHRPBQB0:500", "NOOP:250"}));
}

// RFC 3207 4.2
TEST(Dialogue, ForgetsWhatWasSentBehindStartTls) {
  Dialogue dialogue = greeted();
  dialogue.sent("STARTTLS\r\nRSET\r\n");
  EXPECT_EQ(read_all(dialogue, "220 go\r\n"), (Seen{"STARTTLS:220"}));
  EXPECT_EQ(dialogue.outstanding(), 0U);
  dialogue.sent("EHLO a\r\n");
  EXPECT_EQ(read_all(dialogue, "250 ok\r\n"), (Seen{"EHLO:250"}));
  Dialogue refused = greeted();
  refused.sent("STARTTLS\r\nRSET\r\n");
  EXPECT_EQ(read_all(refused, "454 no\r\n250 ok\r\n"), (Seen{"STARTTLS:454", "RSET:250"}));
}

// RFC 3030 4.2
TEST(Dialogue, CountsChunks) {
  for (std::size_t step = 1; step < 60; ++step) {
    Dialogue dialogue = greeted();
    send_in_steps(dialogue, "BDAT 10\r\nQUIT\r\nQUITBDAT 4 LAST\r\n\r\n.\nBDAT 0 LAST\r\nRSET\r\n", step);
    EXPECT_EQ(dialogue.outstanding(), 4U);
    EXPECT_EQ(read_all(dialogue, "250 a\r\n250 b\r\n250 c\r\n250 d\r\n"),
              (Seen{"BDAT:250", "BDAT:250", "BDAT:250", "RSET:250"}));
  }
}

TEST(Dialogue, KnowsRepliesThatNoOneAskedFor) {
  Dialogue dialogue = greeted();
  EXPECT_EQ(read_all(dialogue, "421 shutting down\r\n"), (Seen{":421:unasked"}));
  dialogue.sent("NOOP\r\n");
  EXPECT_EQ(read_all(dialogue, "250 ok\r\n250 ok\r\n"), (Seen{"NOOP:250", ":250:unasked"}));
}

TEST(Dialogue, StartsAgainAfterReset) {
  Dialogue dialogue = greeted();
  dialogue.sent("DATA\r\n");
  (void)read_all(dialogue, "354 go\r\n");
  dialogue.sent("half a mess");
  dialogue.reset();
  EXPECT_FALSE(dialogue.greeted());
  EXPECT_FALSE(dialogue.in_message());
  dialogue.sent("noop\r\n");
  EXPECT_EQ(read_all(dialogue, "220 a\r\n250 b\r\n"), (Seen{":220", "NOOP:250"}));
}

TEST(Dialogue, SurvivesAFlood) {
  Dialogue dialogue = greeted();
  Reply reply;
  std::size_t size = 0;
  EXPECT_EQ(dialogue.next(std::string(kReplyLimit, 'x'), reply, size), Next::TooLong);
  EXPECT_EQ(size, kReplyLimit);
  std::string many;
  for (std::size_t i = 0; i < kOutstandingLimit + 5; ++i) many += "\r\n";
  dialogue.sent(many);
  EXPECT_EQ(dialogue.outstanding(), kOutstandingLimit);
}

}  // namespace
}  // namespace mailrig::smtp
