// The list of known failures: read strictly, brought up to date with as few changes as can be.
#include "harness/conformance/baseline.hpp"

#include <gtest/gtest.h>

#include "harness/conformance/baseline_update.hpp"

namespace mailrig::conformance {
namespace {

using record::Verdict;

std::string mistakes_of(const std::string& text) {
  scenario::Diagnostics mistakes;
  (void)read_baseline("known.toml", text, mistakes);
  return scenario::render(mistakes);
}

TEST(BaselineFile, SaysEveryMistakeInOneGo) {
  EXPECT_EQ(mistakes_of("[[knwon]]\nid = \"a\"\n\n[[known]]\nid = \"a\"\nverdict = \"failed\"\nreasn = "
                        "\"x\"\nshape = \"S\"\n"
                        "[[flaky]]\nid = \"a\"\nreason = \"\"\nat-least = \"10/7\"\n"),
            "known.toml:1:3: a baseline has no key 'knwon'; did you mean 'known'?\n"
            "known.toml:4:1: 'reason' is missing\n"
            "known.toml:6:11: 'failed' is no verdict to be listed; meant is fail, weak or blocked\n"
            "known.toml:7:1: a known failure has no key 'reasn'; did you mean 'reason'?\n"
            "known.toml:8:9: 'shape' must be a list of strings\n"
            "known.toml:9:1: 'a' stands in line 4, too\n"
            "known.toml:11:10: 'reason' is empty\n"
            "known.toml:12:12: '10/7' is no rate; meant is a part of the whole, like 7/10\n");
  EXPECT_EQ(mistakes_of("[[known]]\nverdict = \"fail\"\nreason = \"r\"\n"),
            "known.toml:1:1: 'id' is missing\nknown.toml:1:1: 'shape' is missing\n");
  EXPECT_EQ(mistakes_of("known = [{id = \"a\"}]\n"),
            "known.toml:1:10: each entry has a header of its own: [[known]]\n");
  EXPECT_EQ(mistakes_of("known = 3\n"), "known.toml:1:9: each entry has a header of its own: [[known]]\n");
  EXPECT_EQ(mistakes_of("[[known]\n").substr(0, 14), "known.toml:1:9");
  for (const char* rate : {"0/10", "10/10", "7", "a/b", "1/9999999"}) {
    EXPECT_NE(
        mistakes_of("[[flaky]]\nid = \"a\"\nreason = \"r\"\nat-least = \"" + std::string(rate) + "\"\n"), "")
        << rate;
  }
}

TEST(BaselineFile, RemarksOnReasonsThatNobodyWrote) {
  scenario::Diagnostics mistakes;
  const Baseline list = read_baseline(
      "known.toml", "[[flaky]]\nid = \"a\"\nreason = \"to be explained\"\nat-least = \"1/2\"\n", mistakes);
  EXPECT_EQ(remarks(list),
            std::vector<std::string>{"known.toml:1: why we live with a is still to be explained"});
}

constexpr const char* kList = R"(# Ours.

# Fixed upstream in 2.4.
[[known]]
id      = "imap/b"    # the second
reason  = "they know"
verdict = "fail"
shape   = ["S: OK (rfc1 MUST): late"]

# Nobody knows why.
[[known]]
id      = "imap/d"
verdict = "fail"
reason  = '''two
lines'''
shape   = [
  "S: OK (rfc1 MUST): late",   # sometimes
]

[[flaky]]
id       = "imap/f"
reason   = "a race"
at-least = "7/10"
)";

Outcome outcome(const std::string& id, const std::vector<Verdict>& verdicts, const Shape& shape = {}) {
  Outcome made;
  made.id = id;
  for (const Verdict verdict : verdicts) {
    const auto number = static_cast<std::uint32_t>(made.attempts.size() + 1);
    made.attempts.push_back({number, verdict, verdict == Verdict::Pass ? Shape{} : shape});
  }
  return made;
}

Update updated(const std::string& content, const std::vector<Outcome>& outcomes,
               RatchetOptions options = {}) {
  scenario::Diagnostics mistakes;
  const Baseline list = read_baseline("known.toml", content, mistakes);
  EXPECT_EQ(scenario::render(mistakes), "");
  const Update made = update_baseline(content, list, outcomes, options,
                                      {"imap/a", "imap/b", "imap/c", "imap/d", "imap/e", "imap/f", "imap/g"});
  // Whatever was made is read again, and then accounts for the run.
  const Baseline again = read_baseline("known.toml", made.text, mistakes);
  EXPECT_EQ(scenario::render(mistakes), "") << made.text;
  const Assessment found = assess(outcomes, again, options,
                                  {"imap/a", "imap/b", "imap/c", "imap/d", "imap/e", "imap/f", "imap/g"});
  EXPECT_FALSE(found.failed) << made.text;
  EXPECT_FALSE(found.stale) << made.text;
  return made;
}

const Shape kLate{"S: OK (rfc1 MUST): late"};

std::string replaced(std::string text, const std::string& what, const std::string& by) {
  const std::size_t at = text.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  return at == std::string::npos ? text : text.replace(at, what.size(), by);
}

TEST(BaselineUpdate, LeavesAloneWhatNeedsNoChange) {
  const Update made =
      updated(kList, {outcome("imap/b", {Verdict::Fail}, kLate), outcome("imap/d", {Verdict::Skipped}),
                      outcome("imap/a", {Verdict::Weak}, {"S: OK (rfc1 SHOULD): late"})});
  EXPECT_EQ(made.text, kList);
  EXPECT_EQ(made.kept, 3U);
  EXPECT_TRUE(made.changes.empty());
}

TEST(BaselineUpdate, DropsWhatIsFixedWithItsComment) {
  const Update made = updated(kList, {outcome("imap/b", {Verdict::Pass})});
  const std::string text = kList;
  const std::size_t begin = text.find("# Fixed"), end = text.find("# Nobody");
  EXPECT_EQ(made.text, text.substr(0, begin) + text.substr(end));
  EXPECT_EQ(made.changes, std::vector<std::string>{"- imap/b  passes now"});
}

TEST(BaselineUpdate, ChangesTheLinesThatChangedAndNoOthers) {
  const Update made =
      updated(kList, {outcome("imap/d", {Verdict::Blocked}, {"set-up: S: OK (rfc1 MUST): differs, NO"})});
  std::string wanted = replaced(kList, "id      = \"imap/d\"\nverdict = \"fail\"",
                                "id      = \"imap/d\"\nverdict = \"blocked\"");
  wanted = replaced(wanted, "  \"S: OK (rfc1 MUST): late\",   # sometimes\n",
                    "  \"set-up: S: OK (rfc1 MUST): differs, NO\",\n");
  EXPECT_EQ(made.text, wanted);
}

TEST(BaselineUpdate, AddsInOrderAndAsksForTheReason) {
  const Update made =
      updated(kList, {outcome("imap/a", {Verdict::Fail}, {"S: \"x\\\" (rfc1 MUST): late"}),
                      outcome("imap/c", {Verdict::Blocked}), outcome("imap/e", {Verdict::Fail}, kLate),
                      outcome("imap/g", {Verdict::Pass, Verdict::Fail, Verdict::Pass}, kLate)});
  std::string wanted = replaced(
      kList, "# Fixed upstream",
      "[[known]]\nid      = \"imap/a\"\nverdict = \"fail\"\nreason  = \"to be explained\"\nshape   = [\n"
      "  'S: \"x\\\" (rfc1 MUST): late',\n]\n\n# Fixed upstream");
  wanted = replaced(wanted, "# Nobody",
                    "[[known]]\nid      = \"imap/c\"\nverdict = \"blocked\"\nreason  = \"to be "
                    "explained\"\nshape   = []\n\n# Nobody");
  wanted = replaced(
      wanted, "[[flaky]]",
      "[[known]]\nid      = \"imap/e\"\nverdict = \"fail\"\nreason  = \"to be explained\"\nshape   = [\n"
      "  \"S: OK (rfc1 MUST): late\",\n]\n\n[[flaky]]");
  wanted += "\n[[flaky]]\nid       = \"imap/g\"\nreason   = \"to be explained\"\nat-least = \"2/3\"\n";
  EXPECT_EQ(made.text, wanted);
}

TEST(BaselineUpdate, MovesFromOneListToTheOtherWithItsReason) {
  Update made = updated(kList, {outcome("imap/b", {Verdict::Pass, Verdict::Fail}, kLate)});
  EXPECT_EQ(made.changes, (std::vector<std::string>{"- imap/b  passed 1 of 2: it is flaky now",
                                                    "+ imap/b  flaky, 1/2 passed"}));
  EXPECT_NE(
      made.text.find("[[flaky]]\nid       = \"imap/b\"\nreason   = \"they know\"\nat-least = \"1/2\"\n"),
      std::string::npos)
      << made.text;
  made = updated(kList, {outcome("imap/f", std::vector<Verdict>(10, Verdict::Fail), kLate)});
  EXPECT_NE(made.text.find("[[known]]\nid      = \"imap/f\"\nverdict = \"fail\"\nreason  = \"a race\"\n"),
            std::string::npos)
      << made.text;
}

TEST(BaselineUpdate, LowersARateAndDropsWhatNeverFails) {
  std::vector<Verdict> rarely(10, Verdict::Fail);
  rarely[0] = Verdict::Pass;
  EXPECT_EQ(updated(kList, {outcome("imap/f", rarely, kLate)}).text, replaced(kList, "\"7/10\"", "\"1/10\""));
  const Update made = updated(kList, {outcome("imap/f", std::vector<Verdict>(20, Verdict::Pass))});
  EXPECT_EQ(made.text.find("[[flaky]]"), std::string::npos);
  EXPECT_TRUE(made.text.ends_with("]\n")) << made.text;
}

TEST(BaselineUpdate, MakesAListThatSaysWhatItIs) {
  const Update made = updated("", {outcome("imap/a", {Verdict::Fail}, kLate)});
  EXPECT_TRUE(made.text.starts_with("# Known failures"));
  EXPECT_NE(made.text.find("\n\n[[known]]\nid      = \"imap/a\"\n"), std::string::npos) << made.text;
  EXPECT_EQ(updated(made.text, {outcome("imap/a", {Verdict::Fail}, kLate)}).text, made.text);
}

TEST(BaselineUpdate, CountsWeakOnlyWhenStrict) {
  const Shape should{"S: OK (rfc1 SHOULD): late"};
  EXPECT_TRUE(updated(kList, {outcome("imap/a", {Verdict::Weak}, should)}).changes.empty());
  EXPECT_EQ(updated(kList, {outcome("imap/a", {Verdict::Weak}, should)}, {true, false}).changes,
            std::vector<std::string>{"+ imap/a  weak"});
}

}  // namespace
}  // namespace mailrig::conformance
