#include "harness/load/rate_search.hpp"

#include <vector>

#include <gtest/gtest.h>

namespace mailrig::load {
namespace {

std::vector<double> tried(RateSearch& search, double bearable) {
  std::vector<double> rates;
  while (const auto rate = search.next()) {
    rates.push_back(*rate);
    search.told(*rate, *rate <= bearable);
    if (rates.size() > 50) break;
  }
  return rates;
}

TEST(RateSearch, DoublesAndThenGoesBetween) {
  RateSearch search(10, 2000);
  EXPECT_EQ(tried(search, 130), (std::vector<double>{10, 20, 40, 80, 160, 113, 134, 123, 128}));
  EXPECT_EQ(search.kept(), 128);
  EXPECT_EQ(search.missed(), 134);
}

TEST(RateSearch, EndsAtItsBounds) {
  RateSearch low(10, 2000), high(10, 50);
  EXPECT_EQ(tried(low, 5), std::vector<double>{10});
  EXPECT_FALSE(low.kept());
  EXPECT_EQ(tried(high, 1000), (std::vector<double>{10, 20, 40, 50}));
  EXPECT_EQ(high.kept(), 50);
  EXPECT_FALSE(high.missed());
}

TEST(RateSearch, IsWithinItsBoundOfWhatIsBearable) {
  for (double bearable = 0.02; bearable < 9e5; bearable *= 1.7) {
    RateSearch search(0.01, 1e6);
    EXPECT_LE(tried(search, bearable).size(), 40U) << bearable;
    ASSERT_TRUE(search.kept()) << bearable;
    EXPECT_LE(*search.kept(), bearable);
    EXPECT_GE(*search.kept() * (1 + RateSearch::kWithin) * 1.001, *search.missed());
  }
}

TEST(RateSearch, IsReadFromTwoRates) {
  EXPECT_TRUE(parse_rate_search("0.5..2000"));
  for (const char* wrong :
       {"", "10", "10..", "..10", "10..10", "20..10", "a..b", "0..5", "1..2000000", "1...5", "1..5/s"})
    EXPECT_FALSE(parse_rate_search(wrong)) << wrong;
}

}  // namespace
}  // namespace mailrig::load
