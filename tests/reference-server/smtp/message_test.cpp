#include "tests/reference-server/smtp/rig.hpp"

namespace mailrig::server {
namespace {

const std::string kTrace =
    "Return-Path: <a@b.example>\r\n"
    "Received: from client.example ([127.0.0.1])\r\n"
    "\tby mail.example.test with ESMTP id 1000000000-4711-0\r\n"
    "\tfor <user1@example.test>;\r\n"
    "\tSun, 9 Sep 2001 01:46:40 +0000\r\n";

// The message as it was delivered, without its trace lines.
std::string delivered(Rig& rig) {
  if (rig.inbox().size() != 1) return "(" + std::to_string(rig.inbox().size()) + " messages)";
  const std::string& body = *rig.inbox()[0].body.octets();
  EXPECT_EQ(body.substr(0, kTrace.size()), kTrace);
  return body.substr(kTrace.size());
}

struct Row {
  std::string sent;
  std::string stored;
};

const Row kMessages[] = {
    {".\r\n", ""},
    {"\r\n.\r\n", "\r\n"},
    {"Subject: a\r\n\r\ntext\r\n.\r\n", "Subject: a\r\n\r\ntext\r\n"},
    {"..\r\n.\r\n", ".\r\n"},
    {"..a\r\n...b\r\n.c\r\n.\r\n", ".a\r\n..b\r\nc\r\n"},
    {"a.\r\n. \r\n.\r\n", "a.\r\n \r\n"},
    {std::string("\xC3\xA9\0\x80\xFF \r\n.\r\n", 11), std::string("\xC3\xA9\0\x80\xFF \r\n", 8)},
    {std::string(5000, 'x') + "\r\n.\r\n", std::string(5000, 'x') + "\r\n"},
};

TEST(SmtpMessage, IsDeliveredByteForByteHoweverItArrives) {
  for (const Row& row : kMessages) {
    for (std::size_t cut = 0; cut <= std::min<std::size_t>(row.sent.size(), 40); ++cut) {
      Rig rig;
      (void)rig.talk(kEnvelope);
      std::string both = rig.talk("DATA\r\n" + row.sent.substr(0, cut));
      both += rig.talk(row.sent.substr(cut));
      EXPECT_EQ(both, "354 end data with <CR><LF>.<CR><LF>\r\n250 2.0.0 message taken\r\n");
      EXPECT_EQ(delivered(rig), row.stored);
    }
  }
}

TEST(SmtpMessage, EndsAtCrlfDotCrlfOnly) {
  for (const char* no_end : {"a\n.\nNOOP\r\n", "a\n.\r\nNOOP\r\n", "a\r\n.\nNOOP\r\n", "a\r.\rNOOP\r\n",
                             "a\r\n.\rNOOP\r\n", "a\r.\r\nNOOP\r\n", "a\r\n.\r\r\nNOOP\r\n"}) {
    Rig rig;
    (void)rig.talk(kEnvelope);
    EXPECT_EQ(rig.codes(std::string("DATA\r\n") + no_end), "354") << no_end;
    EXPECT_EQ(rig.talk("\r\n.\r\n"), "554 5.6.0 CR or LF alone within the message\r\n") << no_end;
    EXPECT_TRUE(rig.inbox().empty());
    EXPECT_EQ(rig.codes("NOOP\r\n"), "250");
  }
}

TEST(SmtpMessage, EndsItsTransaction) {
  Rig rig;
  (void)rig.talk(kEnvelope);
  EXPECT_EQ(rig.codes("DATA\r\n.\r\nDATA\r\nRCPT TO:<user1@example.test>\r\nMAIL FROM:<>\r\n"),
            "354,250,503,503,250");
}

TEST(SmtpMessage, MayBePipelined) {
  Rig rig;
  EXPECT_EQ(rig.codes(std::string(kEnvelope) + "DATA\r\na\r\n.\r\nMAIL FROM:<>\r\nQUIT\r\n"),
            "250,250,250,354,250,250,221");
  EXPECT_EQ(rig.inbox().size(), 1U);
}

TEST(SmtpMessage, GoesOnceToEachAccount) {
  Rig rig;
  (void)rig.talk(kEnvelope);
  EXPECT_EQ(rig.codes("RCPT TO:<user2@example.test>\r\nRCPT TO:<USER1@example.test>\r\nDATA\r\na\r\n.\r\n"),
            "250,250,354,250");
  ASSERT_EQ(rig.inbox(1).size(), 1U);
  ASSERT_EQ(rig.inbox(2).size(), 1U);
  EXPECT_EQ(rig.inbox(1)[0].body, rig.inbox(2)[0].body);
  EXPECT_EQ(rig.inbox(1)[0].body.octets()->find("for <"), std::string::npos);
  EXPECT_TRUE(rig.inbox(3).empty());
}

TEST(SmtpMessage, NullSenderStaysNull) {
  Rig rig;
  (void)rig.talk("HELO x\r\nMAIL FROM:<>\r\nRCPT TO:<user1@example.test>\r\nDATA\r\n.\r\n");
  ASSERT_EQ(rig.inbox().size(), 1U);
  EXPECT_TRUE(
      rig.inbox()[0].body.octets()->starts_with("Return-Path: <>\r\nReceived: from x ([127.0.0.1])\r\n"));
  EXPECT_NE(rig.inbox()[0].body.octets()->find(" with SMTP id "), std::string::npos);
}

// RFC 5321 4.4: the clause FOR has a path, which "<Postmaster>" is not.
TEST(SmtpMessage, NamesItsRecipientByAPathOrNotAtAll) {
  for (const auto& [path, named] : {std::pair{"<Postmaster>", false}, {"<Postmaster@example.test>", true}}) {
    Rig rig;
    (void)rig.talk("EHLO c\r\nMAIL FROM:<>\r\nRCPT TO:" + std::string(path) + "\r\nDATA\r\n.\r\n");
    ASSERT_EQ(rig.inbox().size(), 1U);
    EXPECT_EQ(rig.inbox()[0].body.octets()->find(std::string("for ") + path) != std::string::npos, named);
    EXPECT_EQ(rig.inbox()[0].body.octets()->find("\tfor ") != std::string::npos, named);
  }
}

// RFC 5321 4.4
TEST(SmtpMessage, HasOneReturnPathWhereverItCameFrom) {
  Rig rig;
  (void)rig.talk(kEnvelope);
  (void)rig.talk(
      "DATA\r\nReturn-Path: <x@y>\r\nA: b\r\nRETURN-PATH :\r\n <z@y>\r\n\t(z)\r\nReturn-Pat: c\r\n\r\n"
      "Return-Path: text\r\n.\r\n");
  ASSERT_EQ(rig.inbox().size(), 1U);
  const std::string message(*rig.inbox()[0].body.octets());
  EXPECT_TRUE(message.starts_with("Return-Path: <a@b.example>\r\nReceived: "));
  EXPECT_TRUE(message.ends_with("\r\nA: b\r\nReturn-Pat: c\r\n\r\nReturn-Path: text\r\n")) << message;
}

// RFC 8314 4.3
TEST(SmtpMessage, TellsHowASubmissionWasEncrypted) {
  for (const SmtpKind kind : {SmtpKind::Submission, SmtpKind::Mta}) {
    Rig rig(kind, true);
    rig.channel = [] { return Channel{"", "", "", "TLS_AES_256_GCM_SHA384"}; };
    (void)rig.talk(
        "EHLO c\r\nAUTH PLAIN AHVzZXIxAHBhc3M=\r\nMAIL FROM:<>\r\nRCPT TO:<user1@example.test>\r\n"
        "DATA\r\n.\r\n");
    ASSERT_EQ(rig.inbox().size(), 1U);
    EXPECT_EQ(rig.inbox()[0].body.octets()->find(
                  "\r\n\tfor <user1@example.test>\r\n\ttls TLS_AES_256_GCM_SHA384;\r\n") != std::string::npos,
              kind == SmtpKind::Submission);
  }
}

TEST(SmtpMessage, HasALimitThatDotsDoNotCountAgainst) {
  for (const std::size_t lines : {100U, 101U, 120U, 2000U}) {
    Rig rig;
    rig.world.limits.message = 300;  // 100 lines of one dot each
    (void)rig.talk(kEnvelope);
    std::string message;
    for (std::size_t i = 0; i < lines; ++i) message += "..\r\n";
    EXPECT_EQ(rig.codes("DATA\r\n" + message + ".\r\nNOOP\r\n"),
              lines <= 100 ? "354,250,250" : "354,552,250");
    EXPECT_EQ(rig.inbox().size(), lines <= 100 ? 1U : 0U);
  }
}

TEST(SmtpMessage, StopsGoingInCircles) {
  for (const int hops : {100, 101}) {
    Rig rig;
    (void)rig.talk(kEnvelope);
    std::string message;
    for (int i = 0; i < hops; ++i) message += "received: by x\r\n";
    message += "\r\nReceived: not a field\r\n.\r\n";
    EXPECT_EQ(rig.codes("DATA\r\n" + message), hops == 100 ? "354,250" : "354,554");
  }
}

}  // namespace
}  // namespace mailrig::server
