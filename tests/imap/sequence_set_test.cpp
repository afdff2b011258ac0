#include "harness/imap/sequence_set.hpp"

#include <gtest/gtest.h>

namespace mailrig::imap {
namespace {

TEST(SequenceSet, ParsesAndAppendsTheSame) {
  for (const std::string text : {"1", "*", "1:*", "*:4", "2,4:7,9,12:*", "4294967295", "5:3"}) {
    SequenceSet set;
    EXPECT_TRUE(parse_sequence_set(text, set)) << text;
    std::string out;
    append_sequence_set(out, set);
    EXPECT_EQ(out, text);
  }
}

TEST(SequenceSet, RefusesWhatIsNone) {
  for (const std::string text :
       {"", "0", "01", "1:", ":1", "1,", ",1", "1,,2", "1:2:3", "4294967296", "a", "1 2", "**"}) {
    SequenceSet set;
    EXPECT_FALSE(parse_sequence_set(text, set)) << text;
  }
}

TEST(SequenceSet, RefusesMoreRangesThanItsLimit) {
  std::string text = "1";
  for (std::size_t i = 0; i < kSequenceRangeLimit; ++i) text += ",1";
  SequenceSet set;
  EXPECT_FALSE(parse_sequence_set(text, set));
  EXPECT_EQ(set.size(), kSequenceRangeLimit);
}

// RFC 3501 9: "2:4 and 4:2 are equivalent"; 15:* includes 12 when 12 is the largest.
TEST(SequenceSet, ContainsWhatTheRfcSays) {
  SequenceSet set;
  ASSERT_TRUE(parse_sequence_set("2,4:7,15:*", set));
  std::vector<std::uint32_t> found;
  EXPECT_TRUE(members(set, 12, 100, found));
  EXPECT_EQ(found, (std::vector<std::uint32_t>{2, 4, 5, 6, 7, 12, 13, 14, 15}));
  EXPECT_TRUE(contains(set, 12, 12));
  EXPECT_FALSE(contains(set, 3, 12));
  EXPECT_EQ(largest(set, 12), 15U);
  EXPECT_EQ(largest(set, 20), 20U);
}

TEST(SequenceSet, HoldsNothingForAStarInAnEmptyMailbox) {
  SequenceSet set;
  ASSERT_TRUE(parse_sequence_set("1:*,*", set));
  EXPECT_FALSE(contains(set, 1, 0));
}

TEST(SequenceSet, CutsMembersAtTheLimit) {
  SequenceSet set;
  ASSERT_TRUE(parse_sequence_set("1:4294967295", set));
  std::vector<std::uint32_t> found;
  EXPECT_FALSE(members(set, 1, 3, found));
  EXPECT_EQ(found.size(), 3U);
}

TEST(SequenceSet, AppendsNumbersShortest) {
  std::string out;
  append_numbers_as_set(out, std::vector<std::uint32_t>{1, 2, 3, 7, 9, 10});
  EXPECT_EQ(out, "1:3,7,9:10");
}

}  // namespace
}  // namespace mailrig::imap
