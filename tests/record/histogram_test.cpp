#include "harness/record/histogram.hpp"

#include <algorithm>
#include <random>

#include <gtest/gtest.h>

namespace mailrig::record {
namespace {

using std::chrono::nanoseconds;

TEST(Histogram, IsEmptyAtFirst) {
  const Histogram empty;
  EXPECT_EQ(empty.count(), 0U);
  EXPECT_EQ(empty.at(0.5), nanoseconds(0));
  EXPECT_EQ(empty.max(), nanoseconds(0));
  EXPECT_TRUE(empty.buckets().empty());
}

TEST(Histogram, KeepsSmallValuesExactly) {
  Histogram h;
  for (int i = 1; i <= 100; ++i) h.record(nanoseconds(i));
  EXPECT_EQ(h.at(0.0), nanoseconds(1));
  EXPECT_EQ(h.at(0.5), nanoseconds(50));
  EXPECT_EQ(h.at(0.99), nanoseconds(99));
  EXPECT_EQ(h.at(1.0), nanoseconds(100));
  EXPECT_DOUBLE_EQ(h.mean_ns(), 50.5);
}

TEST(Histogram, IsRightWithinOneSubBucketAtEveryScale) {
  for (std::int64_t value = 1; value < (std::int64_t{1} << 40); value = value * 3 / 2 + 1) {
    Histogram h;
    h.record(nanoseconds(value));
    h.record(nanoseconds(value * 2));
    const std::int64_t got = h.at(0.5).count();
    EXPECT_GE(got, value);
    EXPECT_LE(got - value, value / 128 + 1) << value;
  }
}

TEST(Histogram, NeverShowsMoreThanTheMaximum) {
  Histogram h;
  h.record(nanoseconds(1'000'001));
  EXPECT_EQ(h.at(0.999), nanoseconds(1'000'001));
  EXPECT_EQ(h.min(), nanoseconds(1'000'001));
}

TEST(Histogram, CountsWhatIsTooLongAsTheLongestAndNegativeAsZero) {
  Histogram h;
  h.record(std::chrono::hours(10));
  h.record(nanoseconds(-5));
  EXPECT_EQ(h.max().count(), (std::int64_t{1} << Histogram::kMaxExponent) - 1);
  EXPECT_EQ(h.min(), nanoseconds(0));
  EXPECT_EQ(h.count(), 2U);
}

TEST(Histogram, AgreesWithSortedValuesWithinItsPrecision) {
  std::mt19937_64 random(7);
  std::vector<std::int64_t> values;
  Histogram h;
  for (int i = 0; i < 20'000; ++i) {
    const auto value = static_cast<std::int64_t>(random() % 1'000'000'000);
    values.push_back(value);
    h.record(nanoseconds(value));
  }
  std::sort(values.begin(), values.end());
  for (double q : {0.1, 0.5, 0.9, 0.99, 0.999}) {
    const auto exact = static_cast<double>(values[static_cast<std::size_t>(q * 20'000) - 1]);
    EXPECT_NEAR(static_cast<double>(h.at(q).count()), exact, exact / 100 + 1) << q;
  }
}

TEST(Histogram, MergesAsIfRecordedTogether) {
  Histogram a, b, both;
  for (int i = 0; i < 500; ++i) {
    a.record(nanoseconds(i * 1000));
    b.record(nanoseconds(i * 77), 2);
    both.record(nanoseconds(i * 1000));
    both.record(nanoseconds(i * 77), 2);
  }
  a.merge(b);
  EXPECT_EQ(a.buckets(), both.buckets());
  EXPECT_EQ(a.count(), both.count());
  EXPECT_EQ(a.max(), both.max());
  EXPECT_EQ(a.min(), both.min());
  Histogram none;
  none.merge(Histogram{});
  none.merge(a);
  EXPECT_EQ(none.min(), a.min());
}

TEST(Histogram, ComesBackFromItsBuckets) {
  Histogram h;
  for (int i = 1; i < 3000; ++i) h.record(nanoseconds(i * i));
  const Histogram back = Histogram::from_buckets(h.buckets(), h.min(), h.max(), h.sum_ns());
  EXPECT_EQ(back.buckets(), h.buckets());
  EXPECT_EQ(back.at(0.99), h.at(0.99));
  EXPECT_DOUBLE_EQ(back.mean_ns(), h.mean_ns());
}

TEST(Histogram, TakesNoHarmFromWrongBuckets) {
  const Histogram h =
      Histogram::from_buckets({{4'000'000'000U, 5}, {3, 0}}, nanoseconds(9), nanoseconds(1), 1);
  EXPECT_EQ(h.count(), 0U);
  const Histogram odd = Histogram::from_buckets({{5, 5}}, nanoseconds(900), nanoseconds(1), 1);
  EXPECT_GE(odd.at(0.5).count(), 0);
}

TEST(Histogram, ClearKeepsTheMemoryAndNothingElse) {
  Histogram h;
  h.record(nanoseconds(100));
  h.clear();
  EXPECT_EQ(h.count(), 0U);
  h.record(nanoseconds(7));
  EXPECT_EQ(h.min(), nanoseconds(7));
  EXPECT_EQ(h.max(), nanoseconds(7));
}

}  // namespace
}  // namespace mailrig::record
