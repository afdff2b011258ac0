#include "harness/load/book.hpp"

#include <gtest/gtest.h>

#include "harness/load/engine.hpp"

namespace mailrig::load {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

Plan plan() {
  Plan plan;
  plan.phases.ramp = seconds(1);
  plan.phases.measured = seconds(10);
  plan.phases.cool_down = seconds(1);
  Script script;
  script.id = "smtp/deliver";
  auto program = std::make_shared<scenario::Program>();
  program->clients.emplace_back();
  script.program = program;
  plan.scripts.push_back(script);
  return plan;
}

TEST(Deal, GivesEachScriptItsShare) {
  const auto dealt = deal({3, 1}, 8);
  EXPECT_EQ(std::count(dealt.begin(), dealt.end(), 0U), 6);
  EXPECT_EQ(deal({1, 1}, 4), (std::vector<std::uint32_t>{0, 1, 0, 1}));
}

TEST(Choose, FollowsTheShares) {
  EXPECT_EQ(choose({3, 1}, 0.0), 0U);
  EXPECT_EQ(choose({3, 1}, 0.74), 0U);
  EXPECT_EQ(choose({3, 1}, 0.76), 1U);
}

TEST(Book, CountsLatencyFromTheIntendedStartAndLateStarts) {
  const Plan p = plan();
  const Time start{};
  Book book(p, start);
  const Time intended = start + seconds(2);
  book.started(intended, intended + milliseconds(50));
  book.finished(0, intended, intended + milliseconds(50), intended + milliseconds(60));
  EXPECT_EQ(book.totals.counts.late_starts, 1U);
  EXPECT_GE(book.totals.scenarios[0].corrected.max(), milliseconds(60));
  EXPECT_LE(book.totals.scenarios[0].uncorrected.max(), milliseconds(11));
}

TEST(Book, MeasuresStartsOfTheMeasuredPhaseHoweverLateTheyEnd) {
  const Plan p = plan();
  const Time start{};
  Book book(p, start);
  const auto play = [&](Time intended, Nanoseconds took) {
    book.started(intended, intended);
    book.finished(0, intended, intended, intended + took);
  };
  play(start + milliseconds(500), milliseconds(1));       // ramp
  play(start + milliseconds(10'900), milliseconds(500));  // ends in the cool-down
  play(start + milliseconds(11'500), milliseconds(1));    // cool-down
  EXPECT_EQ(book.totals.scenarios[0].corrected.count(), 1U);
  EXPECT_EQ(book.totals.counts.started, 1U);
  EXPECT_EQ(book.totals.counts.finished, 0U);  // throughput goes by the clock
  EXPECT_EQ(book.interval.counts.finished, 3U);
}

TEST(Book, KeepsSeriesOfCommandsByNameAcrossClients) {
  const Plan p = plan();
  const Time start{};
  Book book(p, start);
  const Time now = start + seconds(3);
  const std::string a = "MAIL", b = "MAIL", c = "RCPT";  // verbs at different addresses
  for (const std::string* verb : {&a, &b, &c, &a})
    book.command(0, 0, *verb, now - milliseconds(2), now, verb != &c);
  ASSERT_EQ(book.totals.commands.size(), 2U);
  EXPECT_EQ(book.totals.commands[0].name, "smtp MAIL");
  EXPECT_EQ(book.totals.commands[0].latency.count(), 3U);
  EXPECT_EQ(book.totals.commands[1].failed, 1U);
}

TEST(Totals, AddUpByNameAndBoundTheKindsOfErrors) {
  Totals a, b;
  a.commands.push_back({"smtp MAIL", {}, 1});
  b.commands.push_back({"smtp RCPT", {}, 2});
  b.commands.push_back({"smtp MAIL", {}, 3});
  for (int i = 0; i < 1000; ++i) b.error("kind " + std::to_string(i));
  a.add(b);
  ASSERT_EQ(a.commands.size(), 2U);
  EXPECT_EQ(a.commands[0].failed, 4U);
  EXPECT_LE(a.errors.size(), kErrorKinds + 1);
  EXPECT_EQ(a.errors.at("other"), 1000U - kErrorKinds);
}

TEST(Objectives, AreMissedByWhatCameAndByNothing) {
  std::vector<Objective> objectives;
  std::string mistake;
  for (const char* text :
       {"p99 < 200ms", "max < 1s", "errors < 1%", "rate > 100", "late < 5%", "imap NOOP: p50 < 1s"}) {
    objectives.push_back(*parse_objective(text, mistake));
  }
  record::Series series;
  series.name = "smtp/deliver";
  series.of = record::Series::Of::Scenario;
  series.corrected.record(milliseconds(300), 1000);
  record::LoadEnded ended;
  ended.finished = 990;
  ended.failed = 10;
  ended.started = 1000;
  ended.late_starts = 100;
  ended.achieved_per_second = 99;
  const auto missed = missed_objectives(objectives, {series}, ended);
  EXPECT_EQ(missed, (std::vector<std::string>{"p99 < 200ms: was 300.0 ms", "errors < 1%: was 1.00 %",
                                              "rate > 100: was 99.0/s", "late < 5%: was 10.00 %",
                                              "imap NOOP: p50 < 1s: nothing was measured"}));
}

// A refused command has its latency, too; a scenario that failed has none but where the run's end cut it off.
TEST(Objectives, CountTheErrorsOfASeriesAmongAllOfIt) {
  record::Series command{"smtp RCPT", record::Series::Of::Command, {}, {}, 60};
  command.corrected.record(milliseconds(1), 100);
  command.uncorrected = command.corrected;
  record::Series scenario{"smtp/deliver", record::Series::Of::Scenario, {}, {}, 50};
  scenario.corrected.record(milliseconds(1), 60);
  scenario.uncorrected.record(milliseconds(1), 50);
  record::LoadEnded ended;
  ended.measured = seconds(10);
  std::string mistake;
  const auto missed = missed_objectives({*parse_objective("smtp RCPT: errors < 50%", mistake),
                                         *parse_objective("smtp/deliver: errors < 40%", mistake),
                                         *parse_objective("smtp/deliver: rate > 6", mistake)},
                                        {command, scenario}, ended);
  EXPECT_EQ(missed, (std::vector<std::string>{"smtp RCPT: errors < 50%: was 60.00 %",
                                              "smtp/deliver: errors < 40%: was 50.00 %",
                                              "smtp/deliver: rate > 6: was 5.0/s"}));
}

TEST(Objectives, OfLatencyAreMissedWhereAllFailed) {
  record::Series series{"smtp/deliver", record::Series::Of::Scenario, {}, {}, 10};
  record::LoadEnded ended;
  ended.failed = 10;
  std::string mistake;
  const auto missed = missed_objectives(
      {*parse_objective("p99 < 1s", mistake), *parse_objective("errors < 100%", mistake)}, {series}, ended);
  EXPECT_EQ(missed,
            (std::vector<std::string>{"p99 < 1s: nothing was measured", "errors < 100%: was 100.00 %"}));
}

TEST(Objectives, TakeNoErrorWhereNoneSaysHowManyMayBe) {
  record::Series series{"smtp/deliver", record::Series::Of::Scenario, {}, {}, 1};
  series.corrected.record(milliseconds(1), 99);
  series.uncorrected = series.corrected;
  record::LoadEnded ended;
  ended.finished = 99;
  ended.failed = 1;
  std::string mistake;
  EXPECT_EQ(
      missed_objectives({}, {series}, ended),
      (std::vector<std::string>{"errors: 1 of 100 scenarios failed, and no objective says how many may"}));
  EXPECT_TRUE(missed_objectives({*parse_objective("errors < 2%", mistake)}, {series}, ended).empty());
}

TEST(Book, HoldsItsOwnLagAgainstTheMeasuredPhaseAlone) {
  const Plan p = plan();
  const Time start{};
  Book book(p, start);
  book.lag(seconds(1), start + milliseconds(500));  // ramp
  book.lag(milliseconds(1), start + seconds(5));
  EXPECT_EQ(book.totals.lag.count(), 1U);
  EXPECT_EQ(book.interval.lag, seconds(1));
}

}  // namespace
}  // namespace mailrig::load
