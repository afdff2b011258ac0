#include "harness/compare/compare.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/compare/talked.hpp"

namespace mailrig::compare {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

TEST(Compare, FindsNothingInTheSameRecord) {
  Talked talked;
  talked.s("* OK hi\r\n").c("A1 NOOP\r\n").s("A1 OK\r\n");
  const auto events = talked.end();
  const Comparison comparison = compare(events, events);
  ASSERT_THAT(comparison.scenarios, SizeIs(1));
  EXPECT_EQ(comparison.scenarios[0].id, Talked::kId);
  EXPECT_THAT(comparison.scenarios[0].differences, IsEmpty());
}

TEST(Compare, ShowsTheOctetsOfBothSides) {
  Talked a, b;
  a.s("* OK hi\r\n").c("A1 NOOP\r\n").s("A1 OK\r\n");
  b.s("* OK hi\r\n").c("B1 NOOP\r\n").s("B1 NO [ALERT] never\r\n");
  const Comparison comparison = compare(a.end(), b.end());
  const Difference& difference = comparison.scenarios.at(0).differences.at(0);
  EXPECT_EQ(difference.scenario, Talked::kId);
  EXPECT_EQ(difference.client, "c");
  EXPECT_EQ(difference.a_sent, "A1 NOOP\r\n");
  EXPECT_EQ(difference.b_sent, "B1 NOOP\r\n");
  EXPECT_EQ(difference.a_received, "A1 OK\r\n");
  EXPECT_EQ(difference.b_received, "B1 NO [ALERT] never\r\n");
}

TEST(Compare, LeavesOutTheSetUpButLearnsFromIt) {
  const auto played = [](const std::string& uid, const std::string& flags) {
    Talked talked;
    talked.phase("setup").s("* OK hi\r\n").c("A1 FETCH 1 (UID FLAGS)\r\n");
    talked.s("* 1 FETCH (UID 4 FLAGS (" + flags + "))\r\nA1 OK\r\n");
    talked.phase("body").c("A2 FETCH 1 (UID)\r\n").s("* 1 FETCH (UID " + uid + ")\r\nA2 OK\r\n");
    return talked;
  };
  EXPECT_THAT(lines(played("4", ""), played("4", "\\Seen")), IsEmpty());
  EXPECT_THAT(lines(played("4", ""), played("5", "\\Seen")),
              ElementsAre("imap FETCH: * n FETCH: UID: as before | another"));
}

TEST(Compare, LeavesOutTheCleanUp) {
  Talked a, b;
  a.s("* OK hi\r\n").phase("cleanup").c("A1 LOGOUT\r\n").s("A1 OK\r\n");
  b.s("* OK hi\r\n").phase("cleanup").c("A1 LOGOUT\r\n").s("A1 NO\r\n");
  EXPECT_THAT(lines(a, b), IsEmpty());
}

TEST(Compare, EndsWhereOneDialogueEndedEarly) {
  Talked a, b;
  a.s("* OK hi\r\n").c("A1 NOOP\r\n").s("A1 OK\r\n").c("A2 CHECK\r\n").s("A2 OK\r\n");
  b.s("* OK hi\r\n").c("A1 NOOP\r\n").s("A1 BAD\r\n");
  EXPECT_THAT(lines(a.end(), b.end(record::Verdict::Fail)),
              ElementsAre("imap NOOP: status: OK | BAD", "imap verdict: pass | fail"));
  // Were it no failure, the dialogue would have gone another way.
  EXPECT_THAT(lines(a.end(), b.end()),
              ElementsAre("imap NOOP: status: OK | BAD", "imap CHECK: the step: yes | -"));
}

TEST(Compare, AlignsDialoguesThatBranch) {
  Talked a, b;
  a.s("* OK hi\r\n").c("A1 UID MOVE 1 x\r\n").s("A1 OK\r\n").c("A2 CHECK\r\n").s("A2 OK\r\n");
  b.s("* OK hi\r\n").c("A1 UID COPY 1 x\r\n").s("A1 OK\r\n").c("A2 CHECK\r\n").s("A2 NO\r\n");
  EXPECT_THAT(lines(a, b), ElementsAre("imap UID MOVE: the step: yes | -", "imap UID COPY: the step: - | yes",
                                       "imap CHECK: status: OK | NO"));
}

TEST(Compare, TellsWhatWasNotPlayedOnBothSides) {
  Talked a, b;
  a.s("* OK hi\r\n");
  auto events = b.end(record::Verdict::Skipped);
  std::get<record::ScenarioEnded>(events.back()).reason = "not offered: MOVE";
  const Comparison comparison = compare(a.end(), events);
  EXPECT_THAT(comparison.scenarios, IsEmpty());
  ASSERT_THAT(comparison.not_compared, SizeIs(1));
  EXPECT_EQ(comparison.not_compared[0].reason, "b: not offered: MOVE");
}

TEST(Compare, PutsSizesAsideOnlyWhereMailWasDelivered) {
  const auto fetched = [](const std::string& size, bool delivered) {
    Talked talked;
    if (delivered)
      talked.as("sender").s("220 hi\r\n").c("DATA\r\n").s("354 go\r\n").c("x\r\n.\r\n").s("250 ok\r\n");
    talked.as("reader").connected().s("* OK hi\r\n").c("A1 FETCH 1 RFC822.SIZE\r\n");
    talked.s("* 1 FETCH (RFC822.SIZE " + size + ")\r\nA1 OK\r\n");
    return talked;
  };
  EXPECT_THAT(lines(fetched("100", true), fetched("120", true)), IsEmpty());
  EXPECT_THAT(lines(fetched("100", false), fetched("120", false)),
              ElementsAre("imap FETCH: * n FETCH: RFC822.SIZE: 100 | 120"));
}

TEST(Compare, SurvivesWhatIsNoProtocolAtAll) {
  Talked a, b;
  a.s(std::string("\0\xff garbage\r\n", 12)).c("X\r\n");
  b.c("A1 {9999999999}\r\n").s("* 18446744073709551616 FETCH ((((\r\nA1 OK [COPYUID\r\n");
  (void)compare(a.end(), b.end());
  const Comparison nothing = compare({}, {});
  EXPECT_THAT(nothing.scenarios, IsEmpty());
}

}  // namespace
}  // namespace mailrig::compare
