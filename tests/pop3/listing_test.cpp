#include "harness/pop3/listing.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace mailrig::pop3 {
namespace {

TEST(SizeListing, IsReadAndWritten) {
  const auto listing = parse_size_listing("2 320");
  ASSERT_TRUE(listing);
  EXPECT_EQ(listing->number, 2U);
  EXPECT_EQ(listing->octets, 320U);
  std::string again;
  append_size_listing(again, 2, 320);
  EXPECT_EQ(again, "2 320");
  EXPECT_EQ(parse_size_listing("2 320 more here")->rest, "more here");
}

TEST(SizeListing, RefusesWhatIsNone) {
  for (const std::string_view text : {"", "2", "2  320", "2 320x", "x 320", " 2 320", "2 -1"}) {
    EXPECT_FALSE(parse_size_listing(text)) << text;
  }
}

TEST(UniqueIdListing, IsReadAndWritten) {
  const auto listing = parse_unique_id_listing("2 QhdPYR:00WBw1Ph7x7");
  ASSERT_TRUE(listing);
  EXPECT_EQ(listing->number, 2U);
  EXPECT_EQ(listing->id, "QhdPYR:00WBw1Ph7x7");
  std::string again;
  append_unique_id_listing(again, 2, "QhdPYR:00WBw1Ph7x7");
  EXPECT_EQ(again, "2 QhdPYR:00WBw1Ph7x7");
}

TEST(UniqueIdListing, RefusesWhatIsNone) {
  for (const std::string& text : {std::string("QhdPYR"), std::string("1 "), std::string("1 a b"),
                                  "1 " + std::string(71, 'x'), std::string("1 \x7F")}) {
    EXPECT_FALSE(parse_unique_id_listing(text)) << text;
  }
  EXPECT_TRUE(parse_unique_id_listing("1 " + std::string(70, 'x')));
}

TEST(Capability, KeepsItsParameters) {
  const Capability sasl = parse_capability("SASL CRAM-MD5 KERBEROS_V4");
  EXPECT_EQ(sasl.keyword, "SASL");
  EXPECT_EQ(sasl.parameters, "CRAM-MD5 KERBEROS_V4");
  EXPECT_EQ(parse_capability("TOP").parameters, "");
}

TEST(BlockLines, AreUnstuffed) {
  std::vector<std::string> seen;
  std::string_view line;
  for (BlockLines lines("a\r\n..b\r\n\r\n..\r\n.\r\n"); lines.next(line);) seen.emplace_back(line);
  EXPECT_EQ(seen, (std::vector<std::string>{"a", ".b", "", "."}));
  BlockLines none(".\r\n");
  EXPECT_FALSE(none.next(line));
}

}  // namespace
}  // namespace mailrig::pop3
