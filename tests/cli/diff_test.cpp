// What mailrig diff reads: its sides and the list of expected differences.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/cli/diff_target.hpp"
#include "harness/cli/expected_differences.hpp"

namespace mailrig::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(DiffTarget, ReadsWordsAsATargetFile) {
  EXPECT_EQ(words_as_toml("imap=127.0.0.1:143  user=a"), "\"imap\" = \"127.0.0.1:143\"\n\"user\" = \"a\"\n");
  EXPECT_EQ(words_as_toml("password=\"a b=c\" verify-certificate=true"),
            "\"password\" = \"a b=c\"\n\"verify-certificate\" = true\n");
  EXPECT_EQ(words_as_toml("password=a\\b"), "\"password\" = 'a\\b'\n");
  EXPECT_EQ(words_as_toml(""), "");
}

TEST(DiffTarget, ComplainsAboutWhatIsNoTarget) {
  const TargetOptions shared;
  DiffTarget target;
  EXPECT_THAT(read_diff_target("--a", "/nonexistent", shared, target),
              HasSubstr("--a: /nonexistent can't be read"));
  EXPECT_THAT(read_diff_target("--a", "imapp=x:1", shared, target), HasSubstr("did you mean 'imap'?"));
  EXPECT_THAT(read_diff_target("--b", "/nonexistent.jsonl", shared, target),
              HasSubstr("/nonexistent.jsonl:0:1:"));
  EXPECT_EQ(read_diff_target("--a", "imap=127.0.0.1:143 bearer=c user=a password=b", shared, target), "");
  EXPECT_EQ(target.words, "imap=127.0.0.1:143 user=a");
  ASSERT_TRUE(target.spec.at(conformance::Service::Imap));
  ASSERT_EQ(target.spec.accounts.size(), 1U);
  EXPECT_EQ(target.spec.accounts[0].address, "a@example.test");
}

conformance::ScenarioPtr scenario(const std::string& id) {
  auto made = std::make_shared<scenario::Scenario>();
  made->id = id;
  return made;
}

compare::Compared compared(const std::string& id, std::initializer_list<const char*> verbs) {
  compare::Compared made;
  made.id = id;
  for (const char* verb : verbs) {
    compare::Difference difference;
    difference.scenario = id;
    difference.protocol = "imap";
    difference.verb = verb;
    difference.a = "yes";
    made.differences.push_back(difference);
  }
  return made;
}

ExpectedDifferences expected(std::string_view toml, const std::string& complaints = "") {
  ExpectedDifferences read;
  scenario::Diagnostics mistakes;
  read.read("e.toml", toml, mistakes);
  EXPECT_EQ(scenario::render(mistakes), complaints);
  return read;
}

constexpr std::string_view kList = R"(
[[expected]]
id      = "imap/a/**"
pattern = "^imap (NOOP|CHECK): "
reason  = "one"
[[expected]]
id      = ["imap/b", "imap/a/x"]
pattern = "CHECK"
reason  = "two"
)";

TEST(ExpectedDifferences, AreExplainedByTheFirstEntryThatFits) {
  compare::Comparison comparison;
  comparison.scenarios = {compared("imap/a/x", {"NOOP", "CHECK", "EXPUNGE"}),
                          compared("imap/b", {"CHECK", "NOOP"})};
  const auto explained =
      expected(kList).explain(comparison, {scenario("imap/a/x"), scenario("imap/b"), scenario("imap/c")});
  EXPECT_THAT(explained.explained, ElementsAre(ElementsAre(0, 0, -1), ElementsAre(1, -1)));
  EXPECT_THAT(explained.stale, IsEmpty());
}

TEST(ExpectedDifferences, AreStaleOnlyIfAllThatTheyNameWasCompared) {
  compare::Comparison comparison;
  comparison.scenarios = {compared("imap/a/x", {})};
  const std::vector<conformance::ScenarioPtr> all = {scenario("imap/a/x"), scenario("imap/b")};
  EXPECT_THAT(expected(kList).explain(comparison, all).stale, ElementsAre(0U));
  comparison.not_compared = {{"imap/b", "skipped"}};
  EXPECT_THAT(expected(kList).explain(comparison, all).stale, ElementsAre(0U, 1U));
}

TEST(ExpectedDifferences, OfARaceAreNeverStale) {
  compare::Comparison comparison;
  comparison.scenarios = {compared("imap/a/x", {})};
  const auto race =
      expected("[[expected]]\nid = 'imap/a/x'\npattern = 'CHECK'\nreason = 'one'\nrace = true\n");
  EXPECT_THAT(race.explain(comparison, {scenario("imap/a/x")}).stale, IsEmpty());
  (void)expected("[[expected]]\nid = 'a'\npattern = 'b'\nreason = 'c'\nrace = 'yes'\n",
                 "e.toml:5:8: 'race' must be true or false\n");
}

TEST(ExpectedDifferences, AreReadStrictly) {
  (void)expected("", "");
  (void)expected("[[expected]]\nid = 3\npattern = \"(\"\nreasn = \"x\"\n",
                 "e.toml:1:1: 'reason' is missing\n"
                 "e.toml:2:6: 'id' must be a string that is not empty\n"
                 "e.toml:3:11: no regular expression (RE2): missing ): (\n"
                 "e.toml:4:1: an expected difference has no key 'reasn'; did you mean 'reason'?\n");
}

}  // namespace
}  // namespace mailrig::cli
