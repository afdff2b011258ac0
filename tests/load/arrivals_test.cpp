#include "harness/load/arrivals.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include <gtest/gtest.h>

namespace mailrig::load {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

std::vector<Nanoseconds> until(Schedule schedule, Nanoseconds end) {
  std::vector<Nanoseconds> all;
  for (Nanoseconds at = schedule.next(); at <= end; at = schedule.next()) all.push_back(at);
  return all;
}

TEST(Schedule, KeepsAConstantRate) {
  const Arrivals arrivals{ArrivalKind::Constant, 1, 200};
  const auto all = until(Schedule(arrivals, {}, {}, 1), seconds(10));
  ASSERT_EQ(all.size(), 2000U);
  EXPECT_EQ(all[0], milliseconds(5));
  EXPECT_EQ(all[1999], seconds(10));
}

TEST(Schedule, GrowsToTheRateDuringTheRamp) {
  const Arrivals arrivals{ArrivalKind::Constant, 1, 100};
  const auto all = until(Schedule(arrivals, seconds(4), {}, 1), seconds(6));
  EXPECT_EQ(all.size(), 400U);  // 200 in the ramp's four seconds, then 100 a second
  const auto ramp = std::count_if(all.begin(), all.end(), [](Nanoseconds at) { return at <= seconds(4); });
  const auto half = std::count_if(all.begin(), all.end(), [](Nanoseconds at) { return at <= seconds(2); });
  EXPECT_EQ(ramp, 200);
  EXPECT_EQ(half, 50);
}

TEST(Schedule, ThreadsTogetherMakeTheSameArrivals) {
  const Arrivals arrivals{ArrivalKind::Constant, 1, 300};
  auto together = until(Schedule(arrivals, seconds(1), {0, 3}, 1), seconds(5));
  for (std::uint32_t i = 1; i < 3; ++i) {
    const auto part = until(Schedule(arrivals, seconds(1), {i, 3}, 1), seconds(5));
    together.insert(together.end(), part.begin(), part.end());
  }
  std::sort(together.begin(), together.end());
  EXPECT_EQ(together, until(Schedule(arrivals, seconds(1), {}, 1), seconds(5)));
}

TEST(Schedule, PoissonArrivalsHaveTheRateAndTheSpreadOfExponentialGaps) {
  const Arrivals arrivals{ArrivalKind::Poisson, 1, 1000};
  const auto all = until(Schedule(arrivals, {}, {}, 7), seconds(20));
  EXPECT_NEAR(static_cast<double>(all.size()), 20'000, 600);  // four standard deviations
  double sum = 0, squares = 0;
  for (std::size_t i = 1; i < all.size(); ++i) {
    const double gap = std::chrono::duration<double>(all[i] - all[i - 1]).count();
    ASSERT_GE(gap, 0);
    sum += gap;
    squares += gap * gap;
  }
  const double count = static_cast<double>(all.size() - 1), mean = sum / count;
  const double deviation = std::sqrt(squares / count - mean * mean);
  EXPECT_NEAR(deviation / mean, 1.0, 0.05);
}

TEST(Schedule, IsTheSameForTheSameSeed) {
  const Arrivals arrivals{ArrivalKind::Poisson, 1, 50};
  EXPECT_EQ(until(Schedule(arrivals, {}, {}, 3), seconds(5)),
            until(Schedule(arrivals, {}, {}, 3), seconds(5)));
  EXPECT_NE(until(Schedule(arrivals, {}, {}, 3), seconds(5)),
            until(Schedule(arrivals, {}, {}, 4), seconds(5)));
}

TEST(ClosedStart, SpreadsSessionsOverTheRamp) {
  EXPECT_EQ(closed_start(0, 4, seconds(8)), seconds(0));
  EXPECT_EQ(closed_start(3, 4, seconds(8)), seconds(6));
  EXPECT_EQ(closed_start(3, 4, {}), seconds(0));
  constexpr std::chrono::nanoseconds kLong(100'000'000'000'000'000);  // the longest that a profile can say
  EXPECT_EQ(closed_start(99'999, 100'000, kLong) / kLong, 0);
  EXPECT_GT(closed_start(99'999, 100'000, kLong), kLong / 2);
}

TEST(Part, DealsAllSessionsOnce) {
  for (const std::uint32_t count : {0U, 1U, 7U, 100U}) {
    std::vector<int> seen(count);
    for (std::uint32_t thread = 0; thread < 3; ++thread) {
      for (std::uint32_t i = 0; i < part(count, {thread, 3}); ++i) ++seen.at(global_index(i, {thread, 3}));
    }
    EXPECT_TRUE(std::all_of(seen.begin(), seen.end(), [](int times) { return times == 1; })) << count;
  }
}

}  // namespace
}  // namespace mailrig::load
