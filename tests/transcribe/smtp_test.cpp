#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/transcribe/talked.hpp"

namespace mailrig::transcribe {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

const std::initializer_list<std::string_view> kSending = {"S: 220 mx.example ESMTP",
                                                          "C: EHLO laptop.home",
                                                          "S: 250-mx.example\r\n250-SIZE 100\r\n250 STARTTLS",
                                                          "C: STARTTLS",
                                                          "S: 220 go",
                                                          "tls",
                                                          "C: EHLO laptop.home",
                                                          "S: 250 mx.example",
                                                          "C: AUTH LOGIN",
                                                          "S: 334 VXNlcm5hbWU6",
                                                          "C: YWxpY2U=",
                                                          "S: 334 UGFzc3dvcmQ6",
                                                          "C: c2VjcmV0IHdvcmQ=",
                                                          "S: 235 2.7.0 in",
                                                          "C: MAIL FROM:<alice@a.example> SIZE=40 AUTH=<>",
                                                          "S: 250 ok",
                                                          "C: RCPT TO:<bob@b.example>",
                                                          "S: 250 ok",
                                                          "C: RCPT TO:<nobody@b.example>",
                                                          "S: 550 5.1.1 who?",
                                                          "C: DATA",
                                                          "S: 354 go",
                                                          "C: a: b\r\n\r\n..dot\r\nsecret word\r\n.",
                                                          "S: 250 2.0.0 queued as 4711",
                                                          "C: QUIT",
                                                          "S: 221 bye",
                                                          "server closes"};

TEST(TranscribeSmtp, NamesAndTextsAreNotOfThatRun) {
  const Draft draft = draft_of(Protocol::Smtp, kSending);
  EXPECT_THAT(draft.lines,
              ElementsAre("S: 220", "C: EHLO client.example.test", "S: 250", "C: STARTTLS", "S: 220", "tls",
                          "C: EHLO client.example.test", "S: 250", "auth LOGIN no-initial", "S: 235",
                          "C: MAIL FROM:<${sender}> SIZE=40", "S: 250", "C: RCPT TO:<${address}>",
                          "S: 250|251", "C: RCPT TO:<nobody@b.example>", "S: 5xx", "C: DATA", "S: 354",
                          "C data: ${corpus.one-1}", "S: 250", "C: QUIT", "S: 221", "closed"));
  EXPECT_THAT(draft.needs, ElementsAre("AUTH LOGIN", "SIZE", "STARTTLS"));
  EXPECT_THAT(draft.corpus.at("one-1"), testing::StartsWith("a: b\r\n\r\n.dot\r\n"));
}

TEST(TranscribeSmtp, NoPasswordIsWritten) {
  const Draft draft = draft_of(Protocol::Smtp, kSending);
  EXPECT_THAT(to_toml(draft) + draft.corpus.at("one-1"), Not(HasSubstr("secret")));
}

TEST(TranscribeSmtp, HowTheTalkWasCutMakesNoDifference) {
  const Session session = talked(Protocol::Smtp, kSending);
  EXPECT_EQ(to_toml(transcribe(session, "one")), to_toml(transcribe(cut_everywhere(session), "one")));
}

TEST(TranscribeSmtp, WhatWasPipelinedStaysSo) {
  const Draft draft =
      draft_of(Protocol::Smtp, {"S: 220 x", "C: MAIL FROM:<>\r\nRCPT TO:<a@b>\r\nDATA",
                                "S: 250 a\r\n250 b\r\n354 c", "C: .", "S: 250 d", "client closes"});
  EXPECT_THAT(draft.lines,
              ElementsAre("S: 220", "C: MAIL FROM:<>", "C: RCPT TO:<${address}>", "C: DATA", "S: 250",
                          "S: 250|251", "S: 354", "C data: ${corpus.one-1}", "S: 250", "close"));
  EXPECT_THAT(draft.needs, ElementsAre("PIPELINING"));
}

TEST(TranscribeSmtp, AnExchangeThatNothingCameOfIsLeftOut) {
  const Draft draft = draft_of(
      Protocol::Smtp, {"S: 220 x", "C: NOOP", "S: 250 a", "C: AUTH PLAIN", "S: 334 ", "client closes"});
  EXPECT_THAT(draft.lines, ElementsAre("S: 220", "C: NOOP", "S: 250", "close"));
}

TEST(TranscribeSmtp, AParameterThatIsNoPlainTextIsSetBeforeItIsSent) {
  const Draft draft = draft_of(
      Protocol::Smtp, {"S: 220 x", "C: MAIL FROM:<>", "S: 250 a", "C: RCPT TO:<a@b> X=#1", "S: 250 b"});
  EXPECT_THAT(draft.lines,
              ElementsAre("S: 220", "C: MAIL FROM:<>", "S: 250", HasSubstr("set text1 = "),
                          HasSubstr("set text2 = "), "C: RCPT TO:<${address}> ${text2}", "S: 250|251"));
}

TEST(TranscribeSmtp, LmtpAnswersEachRecipient) {
  const Draft draft =
      draft_of(Protocol::Lmtp, {"S: 220 x", "C: LHLO y", "S: 250 y", "C: MAIL FROM:<>", "S: 250 a",
                                "C: RCPT TO:<a@b>", "S: 250 b", "C: RCPT TO:<c@d>", "S: 250 b", "C: DATA",
                                "S: 354 c", "C: x: y\r\n.", "S: 250 d\r\n250 e"});
  EXPECT_THAT(draft.lines,
              ElementsAre("S: 220", "C: LHLO client.example.test", "S: 250", "C: MAIL FROM:<>", "S: 250",
                          "C: RCPT TO:<${address}>", "S: 250|251", "C: RCPT TO:<${address.2}>", "S: 250|251",
                          "C: DATA", "S: 354", "C data: ${corpus.one-1}", "S: 250", "S: 250"));
  EXPECT_THAT(draft.needs, ElementsAre("accounts:2"));
}

TEST(TranscribeSmtp, AChunkGoesAsItIs) {
  const Draft draft = draft_of(Protocol::Smtp, {"S: 220 x", "C: BDAT 6 LAST\r\nabcd", "S: 250 d"});
  EXPECT_THAT(draft.lines, ElementsAre("S: 220", "C more: BDAT ${size:corpus.one-1} LAST",
                                       "C raw: ${corpus.one-1}", "S: 250"));
  EXPECT_EQ(draft.corpus.at("one-1"), "abcd\r\n");
}

}  // namespace
}  // namespace mailrig::transcribe
