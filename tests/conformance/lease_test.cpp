#include "harness/conformance/lease.hpp"

#include <algorithm>

#include <gtest/gtest.h>

namespace mailrig::conformance {
namespace {

std::vector<Account> accounts(std::initializer_list<const char*> users) {
  std::vector<Account> all;
  for (const char* user : users) all.push_back(Account{user, "pass", ""});
  return all;
}

TEST(Lease, NeverLendsTwice) {
  Lease lease(std::make_shared<AccountPool>(), accounts({"a", "b", "c"}), [] {});
  const auto two = lease.take(2);
  ASSERT_TRUE(two);
  EXPECT_FALSE(lease.take(2));
  EXPECT_TRUE(lease.take(0));
  const auto one = lease.take(1);
  ASSERT_TRUE(one);
  EXPECT_TRUE(std::find(two->begin(), two->end(), (*one)[0]) == two->end());
  lease.give_back(*two);
  EXPECT_TRUE(lease.take(2));
}

TEST(Lease, UsesAnAccountThatCameBackLast) {
  Lease lease(std::make_shared<AccountPool>(), accounts({"a", "b", "c"}), [] {});
  const auto first = lease.take(1);
  ASSERT_TRUE(first);
  lease.give_back(*first);
  const auto next = lease.take(2);
  ASSERT_TRUE(next);
  EXPECT_TRUE(std::find(next->begin(), next->end(), (*first)[0]) == next->end());
}

TEST(Lease, CountsAnAccountThatIsNamedTwiceOnce) {
  Lease lease(std::make_shared<AccountPool>(), accounts({"a", "a", "b"}), [] {});
  EXPECT_EQ(lease.size(), 2U);
  EXPECT_TRUE(lease.take(2));
  EXPECT_FALSE(lease.take(1));
}

TEST(Lease, SharesByNameWithItsNeighbours) {
  const auto pool = std::make_shared<AccountPool>();
  int told_left = 0, told_right = 0;
  Lease left(pool, accounts({"a", "b"}), [&] { ++told_left; });
  Lease right(pool, accounts({"b", "c"}), [&] { ++told_right; });
  const auto both = left.take(2);
  ASSERT_TRUE(both);
  EXPECT_FALSE(right.take(2));
  const auto c = right.take(1);
  ASSERT_TRUE(c);
  EXPECT_EQ((*c)[0], 1U);  // of its own accounts
  right.give_back(*c);
  EXPECT_EQ(told_left, 1);
  left.give_back(*both);
  EXPECT_EQ(told_right, 1);
  EXPECT_TRUE(right.take(2));
}

TEST(Lease, TellsAllWhenTheLastReaderHasBegun) {
  const auto pool = std::make_shared<AccountPool>();
  int told = 0;
  Lease lease(pool, accounts({"a"}), [&] { ++told; });
  pool->reader_waits();
  pool->reader_waits();
  pool->reader_waits_no_longer();
  EXPECT_TRUE(pool->readers_wait());
  EXPECT_EQ(told, 0);
  pool->reader_waits_no_longer();
  EXPECT_FALSE(pool->readers_wait());
  EXPECT_EQ(told, 1);
}

TEST(Lease, IsForgottenWhenItEnds) {
  const auto pool = std::make_shared<AccountPool>();
  Lease stays(pool, accounts({"a"}), [] {});
  {
    Lease goes(pool, accounts({"a"}), [] { ADD_FAILURE() << "told after its end"; });
  }
  const auto one = stays.take(1);
  ASSERT_TRUE(one);
  stays.give_back(*one);
}

}  // namespace
}  // namespace mailrig::conformance
