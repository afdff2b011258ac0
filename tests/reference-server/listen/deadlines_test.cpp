#include "reference-server/listen/deadlines.hpp"

#include <gtest/gtest.h>

namespace mailrig::server {
namespace {

using std::chrono::seconds;

TEST(Deadlines, GivesWhoIsDueInOrderOfTime) {
  Deadlines<int> deadlines;
  int a = 0, b = 0, c = 0;
  const net::Time begin{};
  deadlines.add(begin + seconds(2), &b);
  deadlines.add(begin + seconds(1), &a);
  deadlines.add(begin + seconds(3), &c);
  EXPECT_EQ(deadlines.next(), begin + seconds(1));
  EXPECT_EQ(deadlines.due(begin), nullptr);
  EXPECT_EQ(deadlines.due(begin + seconds(2)), &a);
  EXPECT_EQ(deadlines.due(begin + seconds(2)), &b);
  EXPECT_EQ(deadlines.due(begin + seconds(2)), nullptr);
  EXPECT_EQ(deadlines.size(), 1U);
}

TEST(Deadlines, ForgetsWhoIsRemoved) {
  Deadlines<int> deadlines;
  int a = 0, b = 0;
  const net::Time when{seconds(1)};
  deadlines.add(when, &a);
  deadlines.add(when, &b);
  deadlines.remove(when, &a);
  EXPECT_EQ(deadlines.due(when), &b);
  EXPECT_EQ(deadlines.next(), kNever);
}

TEST(Deadlines, KeepsNoEntryForNever) {
  Deadlines<int> deadlines;
  int a = 0;
  deadlines.add(kNever, &a);
  EXPECT_EQ(deadlines.size(), 0U);
}

}  // namespace
}  // namespace mailrig::server
