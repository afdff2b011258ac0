// Sequence sets by their members.
#include "harness/play/number_set.hpp"

#include <gtest/gtest.h>

namespace mailrig::play {
namespace {

NumberSet set_of(std::string_view text) {
  NumberSet set;
  EXPECT_TRUE(set.parse(text)) << text;
  set.settle();
  return set;
}

TEST(NumberSet, IsItsMembersHoweverTheyAreWritten) {
  for (const char* text : {"1:3,5", "3:1,5", "1,2,3,5", "5,3,1:2", "1:2,2:3,5", "1:1,2,3:3,5:5"}) {
    EXPECT_EQ(set_of(text).text(), "1:3,5") << text;
    EXPECT_TRUE(same_members(text, "1:3,5")) << text;
  }
  EXPECT_FALSE(same_members("1:3", "1:4"));
  EXPECT_FALSE(same_members("1:3", "1:3,7"));
}

TEST(NumberSet, KnowsWhatIsNoSet) {
  for (const char* text : {"", "0", "1:", ":1", "1,,2", "1,", "a", "1:3a", "01", "4294967296", "-1", "1 2"}) {
    NumberSet set;
    EXPECT_FALSE(set.parse(text)) << text;
  }
}

TEST(NumberSet, NeverCountsARangeOut) {
  EXPECT_EQ(set_of("1:4294967295").ranges().size(), 1U);
  EXPECT_TRUE(same_members("4294967295:1", "1:2147483647,2147483648:4294967295"));
  EXPECT_EQ(set_of("1:4294967295").count_below(4'294'967'295), 4'294'967'294U);
}

TEST(NumberSet, StarIsAMemberOfItsOwn) {
  EXPECT_TRUE(same_members("*,3", "3,*"));
  EXPECT_FALSE(same_members("4294967295", "*"));
  EXPECT_EQ(set_of("4294967295,*").text(), "4294967295,*");
}

TEST(NumberSet, SaysWhatItDoesNotHave) {
  EXPECT_EQ(set_of("1:5").beyond(set_of("1:3")), 4U);
  EXPECT_EQ(set_of("2,9").beyond(set_of("1:3")), 9U);
  EXPECT_EQ(set_of("2:3").beyond(set_of("1:3,7")), std::nullopt);
  EXPECT_TRUE(set_of("2:4,9").contains(4));
  EXPECT_FALSE(set_of("2:4,9").contains(5));
  EXPECT_EQ(set_of("2:4,9").count_below(4), 2U);
}

// RFC 4315 3: the sets are in the same order, and 12:10 is 10:12.
TEST(CopyUidMapping, ComparesWhatBecameOfEachMessage) {
  EXPECT_TRUE(same_mapping("1,3,5", "10:12", "1,3,5", "10,11,12"));
  EXPECT_TRUE(same_mapping("1,3,5", "10:12", "5,1,3", "12,10:11"));
  EXPECT_TRUE(same_mapping("304,319:320", "3956:3958", "319:320,304", "3957:3958,3956"));
  EXPECT_TRUE(same_mapping("1:3", "12:10", "3:1", "10:12"));
  EXPECT_FALSE(same_mapping("1,3,5", "10:12", "5,3,1", "10:12"));
  EXPECT_FALSE(same_mapping("1,3", "10:11", "1,3", "10:12"));
  EXPECT_TRUE(same_mapping("1:4294967295", "1:4294967295", "1:100,101:4294967295", "1:4294967295"));
  EXPECT_TRUE(corresponds("1:3", "7,9,11"));
  EXPECT_FALSE(corresponds("1:3", "7,9"));
  EXPECT_FALSE(corresponds("1", ""));
}

}  // namespace
}  // namespace mailrig::play
