#include "reference-server/session/imap/number_set.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reference-server/session/imap/pattern.hpp"

namespace mailrig::server::imapd {
namespace {

using testing::ElementsAre;
using testing::Pair;

TEST(NumberSet, IsSortedJoinedAndResolved) {
  imap::SequenceSet set;
  ASSERT_TRUE(imap::parse_sequence_set("9:7,2,4:5,5:6,*:12", set));
  NumberSet numbers;
  numbers.assign(set, 10);
  EXPECT_THAT(numbers.ranges(), ElementsAre(Pair(2, 2), Pair(4, 6), Pair(7, 9), Pair(10, 12)));
  EXPECT_EQ(numbers.largest(), 12U);
  for (const std::uint32_t in : {2U, 4U, 6U, 7U, 9U, 10U, 12U}) EXPECT_TRUE(numbers.contains(in)) << in;
  for (const std::uint32_t out : {0U, 1U, 3U, 13U}) EXPECT_FALSE(numbers.contains(out)) << out;
}

TEST(NumberSet, StarOfNothingTakesNoPart) {
  imap::SequenceSet set;
  ASSERT_TRUE(imap::parse_sequence_set("*", set));
  NumberSet numbers;
  numbers.assign(set, 0);
  EXPECT_TRUE(numbers.ranges().empty());
}

TEST(Pattern, MatchesAsRfc3501Tells) {
  struct Case {
    const char *pattern, *name;
    bool matches;
  };
  const Case cases[] = {{"*", "a/b", true},
                        {"%", "a/b", false},
                        {"%", "a", true},
                        {"a/%", "a/b", true},
                        {"a/%", "a/b/c", false},
                        {"a*c", "a/b/c", true},
                        {"", "a", false},
                        {"inbox", "INBOX", true},
                        {"inbox/x", "INBOX/x", true},
                        {"INBOX/X", "INBOX/x", false},
                        {"%/%", "a/b", true},
                        {"*%*b", "a/b", true},
                        {"I%x", "INBOX", true},
                        {"I%xy", "INBOX", false},
                        {"a", "A", false}};
  for (const Case& c : cases) {
    EXPECT_EQ((Pattern{c.pattern}).matches(c.name), c.matches) << c.pattern << ' ' << c.name;
  }
}

}  // namespace
}  // namespace mailrig::server::imapd
