// The shape of a failure: the same on every run, another for another failure.
#include "harness/conformance/shape.hpp"

#include <gtest/gtest.h>

#include "harness/conformance/outcomes.hpp"

namespace mailrig::conformance {
namespace {

using record::Judgement;

Judgement expectation(std::string wanted, std::string got, Judgement::Mismatch mismatch) {
  Judgement judgement;
  judgement.scenario = "imap/x";
  judgement.client = "imap";
  judgement.clause = {3501, "9", Level::Must};
  judgement.file = "scenarios/imap/x.toml";
  judgement.line = 12;
  judgement.column = 4;
  judgement.wanted = std::move(wanted);
  judgement.got = std::move(got);
  judgement.why = "what a server said at 12:34:56 on port 4711";
  judgement.mismatch = mismatch;
  return judgement;
}

TEST(Shape, KnowsTheKindOfAnAnswerAndNoMore) {
  struct Case {
    const char* got;
    const char* kind;
  };
  for (const Case& c : {Case{"550 5.7.1 alice@mx7.example is greylisted for 299 s\\r\\n", "550"},
                        {"250-mx.example\\r\\n250 SIZE 1000\\r\\n", "250"},
                        {"250\\r\\n", "250"},
                        {"2505 what\\r\\n", "other"},
                        {"+OK 2 messages\\r\\n", "+OK"},
                        {"-ERR [IN-USE] locked by pid 77\\r\\n", "-ERR"},
                        {"+ go on\\r\\n", "+"},
                        {"A17 NO [OVERQUOTA] 12 of 10 MB\\r\\n", "NO"},
                        {"a.1 ok done\\r\\n", "OK"},
                        {"* 23 EXISTS\\r\\n", "* EXISTS"},
                        {"* 2 FETCH (UID 4711)\\r\\n", "* FETCH"},
                        {"* OK [UIDNEXT 4711] next\\r\\n", "* OK"},
                        {"* bye until tomorrow\\r\\n", "* BYE"},
                        {"\\x00\\xFFgarbage", "other"},
                        {"A17 MAYBE\\r\\n", "other"},
                        {"* \\x00", "* other"},
                        {"", "other"}}) {
    EXPECT_EQ(answer_kind(c.got), c.kind) << c.got;
  }
}

TEST(Shape, HoldsNothingThatChangesFromRunToRun) {
  using Mismatch = Judgement::Mismatch;
  Judgement once = expectation("S: NO|BAD", "A3 OK 4711 done\\r\\n", Mismatch::Differs);
  Judgement again = expectation("S: NO|BAD", "A9 OK 815 done at noon\\r\\n", Mismatch::Differs);
  again.line = 77;
  again.why = "something else";
  EXPECT_EQ(trait(once, false), "S: NO|BAD (rfc3501 9 MUST): differs, OK");
  EXPECT_EQ(trait(once, false), trait(again, false));
  again.got = "A9 BYE\\r\\n";
  EXPECT_NE(trait(once, false), trait(again, false));
  again = expectation("S: NO|BAD", "", Mismatch::Late);
  EXPECT_EQ(trait(again, false), "S: NO|BAD (rfc3501 9 MUST): late");
}

TEST(Shape, NamesClientsRulesAndSetUp) {
  Judgement judgement = expectation("S: * ${=n} EXISTS", "", Judgement::Mismatch::Missing);
  judgement.client = "laptop";
  EXPECT_EQ(trait(judgement, false), "laptop S: * ${=n} EXISTS (rfc3501 9 MUST): missing");
  judgement.source = Judgement::Source::Watcher;
  judgement.rule = "imap.watch.tag";
  judgement.mismatch = Judgement::Mismatch::Differs;
  EXPECT_EQ(trait(judgement, false), "laptop watcher imap.watch.tag (rfc3501 9 MUST)");
  Judgement setup = expectation("S: OK", "A1 NO full\\r\\n", Judgement::Mismatch::Differs);
  setup.source = Judgement::Source::Setup;
  EXPECT_EQ(trait(setup, true), "set-up: S: OK (rfc3501 9 MUST): differs, NO");
  EXPECT_EQ(trait(setup, false), "");
  setup.source = Judgement::Source::Cleanup;
  EXPECT_EQ(trait(setup, true), "");
  Judgement may = expectation("S: OK", "", Judgement::Mismatch::Late);
  may.clause.level = Level::May;
  EXPECT_EQ(trait(may, false), "");
}

TEST(Shape, TellsWhatIsNewAndWhatIsGone) {
  const Shape before{"a (rfc1 MUST): late", "b (rfc1 SHOULD): late"},
      now{"a (rfc1 MUST): late", "c (rfc1 MUST)"};
  EXPECT_EQ(difference(before, now), "new: c (rfc1 MUST); no longer: b (rfc1 SHOULD): late");
  EXPECT_EQ(difference(before, before), "");
  EXPECT_EQ(musts(before), Shape{"a (rfc1 MUST): late"});
  EXPECT_EQ(musts({"S: OK (x SHOULD) (rfc1 MUST)"}).size(), 1U);
}

std::vector<Outcome> outcomes_of(const std::vector<record::Event>& events) {
  return outcomes(events);
}

record::ScenarioEnded ended(const std::string& id, std::uint32_t attempt, record::Verdict verdict) {
  record::ScenarioEnded event;
  event.id = id;
  event.attempt = attempt;
  event.verdict = verdict;
  return event;
}

TEST(Outcomes, KeepAttemptsApartAndLeaveOutWhatNothingIsKnownOf) {
  Judgement second = expectation("S: OK", "A1 NO\\r\\n", Judgement::Mismatch::Differs);
  second.attempt = 2;
  Judgement gone = expectation("", "", Judgement::Mismatch::Closed);
  gone.scenario = "imap/gone";
  gone.source = Judgement::Source::Lost;
  gone.rule = "target.gone";
  const auto all = outcomes_of(
      {second, ended("imap/x", 2, record::Verdict::Fail), ended("imap/x", 1, record::Verdict::Pass), gone,
       ended("imap/gone", 1, record::Verdict::Blocked), expectation("S: OK", "", Judgement::Mismatch::Late)});
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].id, "imap/x");
  ASSERT_EQ(all[0].attempts.size(), 2U);
  EXPECT_TRUE(all[0].attempts[0].shape.empty());
  EXPECT_EQ(all[0].attempts[1].shape, Shape{"S: OK (rfc3501 9 MUST): differs, NO"});
  EXPECT_EQ(all[0].verdict(), record::Verdict::Flaky);
  EXPECT_EQ(all[0].passed(), 1U);
}

}  // namespace
}  // namespace mailrig::conformance
