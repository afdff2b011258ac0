#include "harness/record/attempts.hpp"

#include <vector>

#include <gtest/gtest.h>

namespace mailrig::record {
namespace {

using enum Verdict;

struct Case {
  std::vector<Verdict> attempts;
  Verdict whole;
  std::size_t spokesman;
};

TEST(Attempts, ComeToOneVerdictAndOneOfThemSpeaks) {
  const Case cases[] = {
      {{}, Blocked, 0},
      {{Pass}, Pass, 0},
      {{Skipped}, Skipped, 0},
      {{Pass, Pass}, Pass, 0},
      {{Fail, Fail, Fail}, Fail, 0},
      {{Pass, Fail, Pass}, Flaky, 1},
      {{Pass, Weak}, Flaky, 1},
      {{Blocked, Pass}, Flaky, 0},
      {{Note, Pass}, Note, 0},
      {{Blocked, Fail, Weak}, Fail, 1},
      {{Weak, Blocked}, Blocked, 1},
      {{Pass, Broken, Fail}, Broken, 1},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(settle(c.attempts), c.whole) << name(c.whole) << ' ' << c.attempts.size();
    EXPECT_EQ(spokesman(c.attempts), c.spokesman) << name(c.whole) << ' ' << c.attempts.size();
  }
}

TEST(Attempts, FailTheRunUnlessAPassCameInTheEnd) {
  const std::vector<Verdict> mixed{Fail, Pass}, weak{Pass, Weak}, failed{Fail, Fail}, blocked{Blocked};
  EXPECT_TRUE(fails_run(mixed, false, false));
  EXPECT_FALSE(fails_run(mixed, false, true));
  EXPECT_TRUE(fails_run(failed, false, true));
  EXPECT_TRUE(fails_run(blocked, false, false));
  EXPECT_FALSE(fails_run(weak, false, false));
  EXPECT_TRUE(fails_run(weak, true, false));
}

}  // namespace
}  // namespace mailrig::record
