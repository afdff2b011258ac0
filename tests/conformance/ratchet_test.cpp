// Known failures: accounted for as long as they fail as listed, and only then.
#include "harness/conformance/ratchet.hpp"

#include <cmath>

#include <gtest/gtest.h>

namespace mailrig::conformance {
namespace {

using record::Standing;
using record::Verdict;
using What = Standing::What;

constexpr const char* kList =
    "# our list\n"
    "[[known]]\n"
    "id      = \"imap/a\"\n"
    "verdict = \"fail\"\n"
    "reason  = \"reported\"\n"
    "shape   = [\n"
    "  \"S: OK (rfc1 MUST): late\",\n"
    "  \"S: NO (rfc1 SHOULD): late\",\n"
    "]\n"
    "\n"
    "[[flaky]]\n"
    "id       = \"imap/f\"\n"
    "reason   = \"a race\"\n"
    "at-least = \"7/10\"\n";

const Shape kAsListed{"S: NO (rfc1 SHOULD): late", "S: OK (rfc1 MUST): late"};
const std::vector<std::string> kAll{"imap/a", "imap/b", "imap/f"};

Baseline read(const std::string& text) {
  scenario::Diagnostics mistakes;
  Baseline baseline = read_baseline("known.toml", text, mistakes);
  EXPECT_EQ(scenario::render(mistakes), "");
  return baseline;
}

Outcome outcome(const std::string& id, const std::vector<Verdict>& verdicts, const Shape& shape = {}) {
  Outcome made;
  made.id = id;
  for (const Verdict verdict : verdicts) {
    const auto number = static_cast<std::uint32_t>(made.attempts.size() + 1);
    made.attempts.push_back({number, verdict, verdict == Verdict::Pass ? Shape{} : shape});
  }
  return made;
}

Assessment judged(const Outcome& outcome, RatchetOptions options = {}, const std::string& list = kList) {
  return assess(std::vector<Outcome>{outcome}, read(list), options, kAll);
}

struct Case {
  const char* name;
  Outcome outcome;
  bool strict;
  std::vector<What> standing;
  bool failed, stale;
};

TEST(Ratchet, AccountsForWhatFailsAsListedAndNothingElse) {
  const Shape must{"S: OK (rfc1 MUST): late"}, other{"S: OK (rfc1 MUST): differs, BAD"};
  const std::vector<Case> cases = {
      {"known and unchanged",
       outcome("imap/a", {Verdict::Fail}, kAsListed),
       false,
       {What::Known},
       false,
       false},
      {"a SHOULD beside it", outcome("imap/a", {Verdict::Fail}, must), false, {What::Known}, false, false},
      {"… is news when strict", outcome("imap/a", {Verdict::Fail}, must), true, {What::Changed}, true, false},
      {"new", outcome("imap/b", {Verdict::Fail}, must), false, {}, true, false},
      {"fails otherwise", outcome("imap/a", {Verdict::Fail}, other), false, {What::Changed}, true, false},
      {"fixed", outcome("imap/a", {Verdict::Pass}), false, {What::Fixed}, false, true},
      {"a note is no failure", outcome("imap/a", {Verdict::Note}), false, {What::Fixed}, false, true},
      {"weak now", outcome("imap/a", {Verdict::Weak}, kAsListed), false, {What::Fixed}, false, true},
      {"weak now, strict", outcome("imap/a", {Verdict::Weak}, kAsListed), true, {What::Changed}, true, false},
      {"blocked now", outcome("imap/a", {Verdict::Blocked}, must), false, {What::Changed}, true, false},
      {"skipped", outcome("imap/a", {Verdict::Skipped}), false, {}, false, false},
      {"not selected", outcome("imap/b", {Verdict::Pass}), false, {}, false, false},
      {"new and weak", outcome("imap/b", {Verdict::Weak}, kAsListed), false, {}, false, false},
      {"new and weak, strict", outcome("imap/b", {Verdict::Weak}, kAsListed), true, {}, true, false},
      {"every attempt as listed",
       outcome("imap/a", {Verdict::Fail, Verdict::Fail}, kAsListed),
       false,
       {What::Known},
       false,
       false},
      {"passes now and then",
       outcome("imap/a", {Verdict::Fail, Verdict::Pass}, kAsListed),
       false,
       {What::Changed},
       true,
       false},
  };
  for (const Case& c : cases) {
    const Assessment found = judged(c.outcome, {c.strict, false});
    std::vector<What> standing;
    for (const Standing& one : found.standings) standing.push_back(one.what);
    EXPECT_EQ(standing, c.standing) << c.name;
    EXPECT_EQ(found.failed, c.failed) << c.name;
    EXPECT_EQ(found.stale, c.stale) << c.name;
    EXPECT_FALSE(found.broken) << c.name;
  }
}

TEST(Ratchet, NamesTheLinesAndWhatChanged) {
  const Assessment found = judged(outcome("imap/a", {Verdict::Fail}, {"S: OK (rfc1 MUST): differs, BAD"}));
  ASSERT_EQ(found.standings.size(), 1U);
  const Standing& standing = found.standings[0];
  EXPECT_EQ(standing.file, "known.toml");
  EXPECT_EQ(standing.line, 2U);
  EXPECT_EQ(standing.through, 9U);
  EXPECT_EQ(standing.reason, "reported");
  EXPECT_EQ(standing.detail, "new: S: OK (rfc1 MUST): differs, BAD; no longer: S: OK (rfc1 MUST): late");
}

TEST(Ratchet, FindsEntriesOfNoScenario) {
  const Assessment found =
      assess({}, read("[[flaky]]\nid = \"imap/ff\"\nreason = \"r\"\nat-least = \"1/2\"\n"), {}, kAll);
  ASSERT_EQ(found.standings.size(), 1U);
  EXPECT_EQ(found.standings[0].what, What::NoSuch);
  EXPECT_EQ(found.standings[0].detail, "is no scenario (did you mean 'imap/f'?)");
  EXPECT_TRUE(found.stale);
}

TEST(Ratchet, OurOwnFaultIsNeverAccountedFor) {
  const Assessment found = judged(outcome("imap/a", {Verdict::Broken}, kAsListed));
  EXPECT_TRUE(found.standings.empty());
  EXPECT_TRUE(found.broken);
}

std::vector<Verdict> passes(std::size_t passed, std::size_t of) {
  std::vector<Verdict> verdicts(of, Verdict::Fail);
  std::fill_n(verdicts.begin(), passed, Verdict::Pass);
  return verdicts;
}

TEST(Ratchet, AcceptsWhatARateMayComeToByChance) {
  struct FlakyCase {
    std::size_t passed, of;
    std::vector<What> standing;
    bool failed, stale;
  };
  for (const FlakyCase& c : {FlakyCase{1, 1, {}, false, false},
                             {0, 1, {What::Flaky}, false, false},
                             {7, 10, {What::Flaky}, false, false},
                             {5, 10, {What::Flaky}, false, false},
                             {3, 10, {What::Flaky}, false, false},  // 1 of 94 runs
                             {2, 10, {What::Rarer}, true, false},   // 1 of 629 runs
                             {0, 4, {What::Rarer}, true, false},
                             {0, 3, {What::Flaky}, false, false},
                             {12, 12, {}, false, false},
                             {13, 13, {What::Steady}, false, true}}) {
    const Assessment found = judged(outcome("imap/f", passes(c.passed, c.of)));
    std::vector<What> standing;
    for (const Standing& one : found.standings) standing.push_back(one.what);
    EXPECT_EQ(standing, c.standing) << c.passed << '/' << c.of;
    EXPECT_EQ(found.failed, c.failed) << c.passed << '/' << c.of;
    EXPECT_EQ(found.stale, c.stale) << c.passed << '/' << c.of;
  }
}

TEST(Ratchet, AFlakyOneThatNobodyListedFailsTheRunUnlessARetryPassed) {
  EXPECT_TRUE(judged(outcome("imap/b", passes(1, 2))).failed);
  EXPECT_FALSE(judged(outcome("imap/b", passes(1, 2)), {false, true}).failed);
  EXPECT_TRUE(judged(outcome("imap/b", passes(0, 2)), {false, true}).failed);
}

TEST(Chance, IsTheBinomialDistributions) {
  EXPECT_DOUBLE_EQ(at_most(0, 1, 0.7), 0.3);
  EXPECT_NEAR(at_most(3, 10, 0.7), 0.0105920784, 1e-9);
  EXPECT_NEAR(at_most(50, 100, 0.5), 0.5397946187, 1e-9);
  EXPECT_NEAR(at_most(9, 10, 0.7), 1 - std::pow(0.7, 10), 1e-12);
  EXPECT_DOUBLE_EQ(at_most(10, 10, 0.7), 1);
}

}  // namespace
}  // namespace mailrig::conformance
