#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/compare/talked.hpp"

namespace mailrig::compare {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Talked greeted(const std::string& text = "220 mx.example.test ready\r\n") {
  Talked talked;
  talked.s(text);
  return talked;
}

TEST(CompareSmtp, PutsFreeTextAside) {
  Talked a = greeted("220 one ESMTP\r\n"), b = greeted("220-two\r\n220 is here\r\n");
  a.c("NOOP\r\n").s("250 2.0.0 Ok\r\n");
  b.c("NOOP\r\n").s("250-2.0.0 at\r\n250 2.0.0 your service\r\n");
  EXPECT_THAT(lines(a, b), IsEmpty());
}

TEST(CompareSmtp, ComparesCodesAndEnhancedCodes) {
  Talked a = greeted(), b = greeted();
  a.c("RCPT TO:<x@y>\r\n").s("250 2.1.5 ok\r\n").c("RSET\r\n").s("250 2.0.0 ok\r\n");
  b.c("RCPT TO:<x@y>\r\n").s("550 5.1.1 no\r\n").c("RSET\r\n").s("250 ok\r\n");
  EXPECT_THAT(lines(a, b), ElementsAre("smtp RCPT: code: 250 | 550", "smtp RSET: enhanced code: 2.0.0 | -"));
}

TEST(CompareSmtp, ComparesKeywordsAsASet) {
  Talked a = greeted(), b = greeted();
  a.c("EHLO x\r\n").s("250-a.example\r\n250-PIPELINING\r\n250-SIZE 1000\r\n250 AUTH PLAIN LOGIN\r\n");
  b.c("EHLO x\r\n").s("250-b.example\r\n250-AUTH LOGIN PLAIN\r\n250-size 2000000\r\n250 DSN\r\n");
  EXPECT_THAT(lines(a, b),
              ElementsAre("smtp EHLO: keyword PIPELINING: yes | -", "smtp EHLO: keyword DSN: - | yes"));
}

TEST(CompareSmtp, PutsSettingsAside) {
  Talked a = greeted(), b = greeted();
  a.c("EHLO x\r\n").s("250-a.example\r\n250 FUTURERELEASE 86400 2026-12-26T18:10:16Z\r\n");
  b.c("EHLO x\r\n").s("250-a.example\r\n250 FUTURERELEASE 3600 2026-12-26T18:10:17Z\r\n");
  EXPECT_THAT(lines(a, b), IsEmpty());
}

TEST(CompareSmtp, TellsAKeywordThatIsNotThereOnceAndNotItsParameters) {
  Talked a = greeted(), b = greeted();
  a.c("EHLO x\r\n").s("250-a.example\r\n250 AUTH PLAIN LOGIN\r\n");
  b.c("EHLO x\r\n").s("250 b.example\r\n");
  EXPECT_THAT(lines(a, b), ElementsAre("smtp EHLO: keyword AUTH: yes | -"));
}

TEST(CompareSmtp, TellsHeloThatListsWhatIsOffered) {
  Talked a = greeted(), b = greeted();
  a.c("HELO x\r\n").s("250 a.example\r\n");
  b.c("HELO x\r\n").s("250-b.example\r\n250 PIPELINING\r\n");
  EXPECT_THAT(lines(a, b), ElementsAre("smtp HELO: further lines: - | yes"));
}

TEST(CompareSmtp, FollowsLmtp) {
  const auto talked = [](const std::string& second) {
    Talked made = greeted();
    made.c("LHLO x\r\n").s("250-mx\r\n250 PIPELINING\r\n").c("RCPT TO:<a@b>\r\n").s("250 ok\r\n");
    made.c("RCPT TO:<c@d>\r\n").s("250 ok\r\n").c("DATA\r\n").s("354 go\r\n");
    made.c("x\r\n.\r\n").s("250 2.1.5 first\r\n" + second);
    return made;
  };
  EXPECT_THAT(lines(talked("250 2.1.5 second\r\n"), talked("452 4.2.2 full\r\n")),
              ElementsAre("lmtp .: code: 250 | 452"));
}

TEST(CompareSmtp, KnowsWhatEachPipelinedReplyAnswers) {
  Talked a = greeted(), b = greeted();
  a.c("MAIL FROM:<>\r\n").c("RCPT TO:<x@y>\r\n").s("250 a\r\n550 b\r\n");
  b.c("MAIL FROM:<>\r\n").s("250 a\r\n").c("RCPT TO:<x@y>\r\n").s("550 b\r\n");
  EXPECT_THAT(lines(a, b), IsEmpty());
}

TEST(CompareSmtp, TellsACommandThatIsNotAnswered) {
  Talked a = greeted(), b = greeted();
  a.c("NOOP\r\n").s("250 ok\r\n").c("QUIT\r\n").s("221 bye\r\n");
  b.c("NOOP\r\n");
  EXPECT_THAT(lines(a.end(), b.end(record::Verdict::Fail)),
              ElementsAre("smtp NOOP: the answer: yes | -", "imap verdict: pass | fail"));
}

TEST(CompareSmtp, ComparesFlaws) {
  Talked a = greeted(), b = greeted();
  a.c("NOOP\r\n").s("250 ok\r\n");
  b.c("NOOP\r\n").s("250 ok\n");
  const auto found = lines(a, b);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_TRUE(found[0].starts_with("smtp NOOP: flaw ")) << found[0];
  EXPECT_TRUE(found[0].ends_with(": - | yes")) << found[0];
}

TEST(CompareSmtp, TellsAConnectionThatEndsMidway) {
  Talked a = greeted(), b = greeted();
  a.c("NOOP\r\n").s("250 ok\r\n").c("NOOP\r\n").s("250 ok\r\n");
  b.c("NOOP\r\n").s("250 ok\r\n").closed().connected().s("220 again\r\n").c("NOOP\r\n").s("250 ok\r\n");
  EXPECT_THAT(lines(a, b), testing::Contains("smtp closed: the step: - | yes"));
}

TEST(CompareSmtp, PutsAsideAnEndThatOnlyOneSideSawInTime) {
  Talked a = greeted(), b = greeted();
  a.c("QUIT\r\n").s("221 bye\r\n");
  b.c("QUIT\r\n").s("221 bye\r\n").closed();
  EXPECT_THAT(lines(a, b), IsEmpty());
}

}  // namespace
}  // namespace mailrig::compare
