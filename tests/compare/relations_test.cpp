#include "harness/compare/relations.hpp"

#include <gtest/gtest.h>

namespace mailrig::compare {
namespace {

using Match = Relations::Match;

TEST(Relations, KeepTheSameTheSame) {
  Relations relations;
  EXPECT_EQ(relations.pair("uid", "5", "900"), Match::Fits);
  EXPECT_EQ(relations.pair("uid", "5", "900"), Match::Fits);
  EXPECT_EQ(relations.pair("uid", "5", "901"), Match::OnlyASaid);
  EXPECT_EQ(relations.pair("uid", "6", "900"), Match::OnlyBSaid);
  EXPECT_EQ(relations.pair("uid", "6", "901"), Match::Fits);
  EXPECT_EQ(relations.pair("uid", "5", "901"), Match::Swapped);
}

TEST(Relations, AreOfTheirScope) {
  Relations relations;
  EXPECT_EQ(relations.pair("INBOX", "5", "900"), Match::Fits);
  EXPECT_EQ(relations.pair("other", "5", "7"), Match::Fits);
}

TEST(Relations, KeepTheOrderOfNumbers) {
  Relations relations;
  EXPECT_EQ(relations.pair_in_order("uid", 10, 100), Match::Fits);
  EXPECT_EQ(relations.pair_in_order("uid", 20, 200), Match::Fits);
  EXPECT_EQ(relations.pair_in_order("uid", 15, 150), Match::Fits);
  EXPECT_EQ(relations.pair_in_order("uid", 16, 99), Match::Order);
  EXPECT_EQ(relations.pair_in_order("uid", 30, 180), Match::Order);
  EXPECT_EQ(relations.pair_in_order("uid", 10, 100), Match::Fits);
  EXPECT_EQ(relations.pair_in_order("uid", 10, 101), Match::OnlyASaid);
}

}  // namespace
}  // namespace mailrig::compare
