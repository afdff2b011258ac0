#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/transcribe/talked.hpp"

namespace mailrig::transcribe {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

const std::initializer_list<std::string_view> kReading = {"S: +OK <1.2@host>",
                                                          "C: USER alice",
                                                          "S: +OK",
                                                          "C: PASS secret word",
                                                          "S: +OK in",
                                                          "C: STAT",
                                                          "S: +OK 2 400",
                                                          "C: LIST",
                                                          "S: +OK\r\n1 100\r\n2 300\r\n.",
                                                          "C: UIDL 2",
                                                          "S: +OK 2 abc",
                                                          "C: UIDL",
                                                          "S: +OK\r\n1 xyz\r\n2 abc\r\n.",
                                                          "C: RETR 1",
                                                          "S: +OK\r\na: b\r\n\r\n..\r\n.",
                                                          "C: TOP 2 0",
                                                          "S: +OK\r\nh: i\r\n\r\n.",
                                                          "C: DELE 1",
                                                          "S: +OK",
                                                          "C: STAT",
                                                          "S: +OK 1 300",
                                                          "C: RETR 7",
                                                          "S: -ERR none",
                                                          "C: QUIT",
                                                          "S: +OK",
                                                          "server closes"};

TEST(TranscribePop3, NumbersAndUniqueIdsAreThoseOfTheReplay) {
  const Draft draft = draft_of(Protocol::Pop3, kReading);
  EXPECT_THAT(
      draft.lines,
      ElementsAre("S: +OK", "C: USER ${user}", "S: +OK", "C: PASS ${password}", "S: +OK", "C: STAT",
                  "S: +OK ${maildrop} ${_}", "C: LIST", "S: +OK", "S: ...",
                  "S: ${number.1} ${size:message.1}", "S: ${number.2} ${size:message.2}", "S: .",
                  "C: UIDL ${number.2}", "S: +OK ${number.2} ${=unique2}", "C: UIDL", "S: +OK", "S: ...",
                  "S: ${number.1} ${_}", "S: ${number.2} ${=unique2}", "S: .", "C: RETR ${number.1}",
                  "S: +OK", "S: message ${message.1}", "S: .", "C: TOP ${number.2} 0", "S: +OK",
                  "S: message ${header.2}", "S: .", "C: DELE ${number.1}", "S: +OK", "C: STAT",
                  "S: +OK ${maildrop-1} ${_}", "C: RETR 999999", "S: -ERR", "C: QUIT", "S: +OK", "closed"));
  EXPECT_THAT(draft.messages, ElementsAre("one-1", "generated:2:1024"));
  EXPECT_EQ(draft.corpus.at("one-1"), "a: b\r\n\r\n.\r\n");
  EXPECT_THAT(to_toml(draft), Not(HasSubstr("secret")));
}

TEST(TranscribePop3, HowTheTalkWasCutMakesNoDifference) {
  const Session session = talked(Protocol::Pop3, kReading);
  EXPECT_EQ(to_toml(transcribe(session, "one")), to_toml(transcribe(cut_everywhere(session), "one")));
}

// What was in the clear behind STLS is thrown away (RFC 2595 4), and how far into it was looked is forgotten.
TEST(TranscribePop3, WhatComesUnderTlsIsReadFromItsFirstOctet) {
  Session session = talked(Protocol::Pop3, {"S: +OK", "C: STLS", "S: +OK", "tls", "C: NOOP", "S: +OK"});
  session.pieces[1].bytes += "more in the clear";
  session.pieces[2].bytes += "+OK more in the clear";
  EXPECT_THAT(transcribe(session, "one").lines,
              ElementsAre("S: +OK", "C: STLS", "S: +OK", "tls", "C: NOOP", "S: +OK"));
}

TEST(TranscribePop3, ASaslExchangeThatIsCancelledSaysSo) {
  const Draft draft = draft_of(Protocol::Pop3, {"S: +OK", "C: AUTH CRAM-MD5", "S: + PDE+", "C: *",
                                                "S: -ERR no", "C: AUTH X-OTHER ab", "S: +OK"});
  EXPECT_THAT(draft.lines,
              ElementsAre("S: +OK", "auth CRAM-MD5 cancel no-initial", "S: -ERR", "auth PLAIN", "S: +OK"));
  EXPECT_THAT(draft.needs, ElementsAre("SASL CRAM-MD5", "SASL PLAIN"));
}

TEST(TranscribePop3, AMessageThatWasNeverSeenIsOutOfReach) {
  const Draft draft =
      draft_of(Protocol::Pop3, {"S: +OK", "C: TOP 7 3", "S: -ERR none", "C: RETR 8", "client closes"});
  EXPECT_THAT(draft.lines, ElementsAre("S: +OK", "C: TOP 999999 0", "S: -ERR", "C: RETR 999999", "close"));
}

TEST(TranscribePop3, ApopBecomesUserAndPass) {
  const Draft draft = draft_of(Protocol::Pop3, {"S: +OK <1@h>", "C: APOP alice 0123456789abcdef", "S: +OK"});
  EXPECT_THAT(draft.lines,
              ElementsAre("S: +OK", "C: USER ${user}", "S: +OK", "C: PASS ${password}", "S: +OK"));
  EXPECT_EQ(draft.remarks.size(), 2U);
}

TEST(TranscribePop3, AuthBecomesAnAuthLine) {
  const Draft draft =
      draft_of(Protocol::Pop3, {"S: +OK", "C: AUTH PLAIN", "S: + ", "C: AGEAc2VjcmV0", "S: -ERR [AUTH] no"});
  EXPECT_THAT(draft.lines, ElementsAre("S: +OK", "auth PLAIN wrong no-initial", "S: -ERR"));
}

}  // namespace
}  // namespace mailrig::transcribe
