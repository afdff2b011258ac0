#include <gtest/gtest.h>

#include "reports/run.hpp"
#include "tests/reports/sample.hpp"

namespace mailrig::reports {
namespace {

TEST(Fold, CountsEveryVerdictOnce) {
  const auto run = fold(sample_check());
  EXPECT_EQ(run.counts.of(Verdict::Pass), 60U);
  EXPECT_EQ(run.counts.of(Verdict::Fail), 1U);
  EXPECT_EQ(run.counts.of(Verdict::Skipped), 3U);
  EXPECT_EQ(run.counts.total(), 68U);
  Counts sum;
  for (const Tally& tally : run.by_protocol) sum.add(tally.counts);
  for (const Verdict verdict : kVerdicts) EXPECT_EQ(sum.of(verdict), run.counts.of(verdict));
}

TEST(Fold, OrdersSectionsAsNumbers) {
  const auto run = fold(sample_check());
  std::vector<std::string> names;
  for (const Tally& tally : run.by_section) names.push_back(tally.name);
  const auto at = [&](const char* name) {
    return std::find(names.begin(), names.end(), name) - names.begin();
  };
  EXPECT_LT(at("RFC 1939 5"), at("RFC 2177 3"));
  EXPECT_LT(at("RFC 5321 4.2"), at("RFC 5321 4.10"));
  EXPECT_LT(at("RFC 6851 4.3"), at("RFC 9051 6.3.1"));
}

TEST(Fold, KeepsWhatSpokeAndTheWireOfNonPassesOnly) {
  const auto run = fold(sample_check());
  const ScenarioResult* failed = run.find("imap/move/copyuid-first");
  ASSERT_NE(failed, nullptr);
  EXPECT_EQ(failed->spoke.size(), 2U);
  EXPECT_EQ(failed->held, 1U);
  EXPECT_EQ(failed->wire.size(), 3U);
  EXPECT_TRUE(run.find("smtp/pass-1")->wire.empty());
  EXPECT_EQ(run.find("nope"), nullptr);
}

TEST(Fold, NeverAddsKindsOfFindingUp) {
  const auto run = fold(sample_check());
  EXPECT_EQ(run.strictness.of(record::Finding::Violation), 2U);
  EXPECT_EQ(run.strictness.of(record::Finding::Hardening), 2U);
  EXPECT_EQ(run.strictness.of(record::Finding::Exploitable), 0U);
}

TEST(Fold, ShowsFailsFirst) {
  const auto run = fold(sample_check());
  std::vector<Verdict> order;
  for (const ScenarioResult* result : run.attention()) order.push_back(result->verdict);
  EXPECT_EQ(order, (std::vector<Verdict>{Verdict::Fail, Verdict::Broken, Verdict::Blocked, Verdict::Weak}));
}

TEST(Fold, CountsSkipsByReason) {
  const auto run = fold(sample_check());
  ASSERT_EQ(run.skip_reasons.size(), 2U);
  EXPECT_EQ(run.skip_reasons[0], (std::pair<std::string, std::uint64_t>("IDLE is not offered", 2)));
}

TEST(Fold, BlocksAScenarioWithoutItsEnd) {
  std::vector<record::Event> events = sample_check();
  events.pop_back();
  events.pop_back();  // the end of pop3/top
  const auto run = fold(events);
  EXPECT_FALSE(run.whole);
  EXPECT_EQ(run.find("pop3/top")->verdict, Verdict::Blocked);
  EXPECT_EQ(run.find("pop3/top")->reason, "the run ended before it did");
  EXPECT_EQ(run.counts.total(), 68U);
}

TEST(Fold, TakesEveryPrefixOfARecord) {
  const std::vector<record::Event> events = sample_check();
  for (std::size_t size = 0; size <= events.size(); size += 7) {
    const auto run = fold(std::span(events).first(size));
    EXPECT_EQ(run.counts.total(), run.scenarios.size());
  }
}

TEST(Fold, MergesTheScenariosOfALoad) {
  const auto run = fold(sample_load());
  ASSERT_TRUE(run.load);
  EXPECT_TRUE(run.load->whole);
  EXPECT_EQ(run.load->series.front().name, "imap UID FETCH");
  EXPECT_EQ(run.load->all_scenarios.corrected.count(), 2 * 5999U);
  EXPECT_EQ(run.load->all_scenarios.failed, 6U);
  EXPECT_EQ(run.load->phases.size(), 4U);
}

}  // namespace
}  // namespace mailrig::reports
