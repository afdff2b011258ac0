#include "reports/show.hpp"

#include <gtest/gtest.h>

namespace mailrig::reports {
namespace {

TEST(Show, WritesTimesWithThreeDigits) {
  using std::chrono::nanoseconds;
  EXPECT_EQ(shown_time(nanoseconds(0)), "0 ns");
  EXPECT_EQ(shown_time(nanoseconds(999)), "999 ns");
  EXPECT_EQ(shown_time(nanoseconds(1234)), "1.23 µs");
  EXPECT_EQ(shown_time(nanoseconds(12'345'678)), "12.3 ms");
  EXPECT_EQ(shown_time(nanoseconds(999'600'000)), "1.00 s");
  EXPECT_EQ(shown_time(std::chrono::seconds(125)), "2 min 5 s");
}

TEST(Show, WritesCountsAndOctets) {
  EXPECT_EQ(shown_count(0), "0");
  EXPECT_EQ(shown_count(999), "999");
  EXPECT_EQ(shown_count(1'234'567), "1,234,567");
  EXPECT_EQ(shown_octets(1023), "1023 octets");
  EXPECT_EQ(shown_octets(1536), "1.50 KiB");
  EXPECT_EQ(shown_octets(UINT64_MAX).substr(6), "PiB");
  EXPECT_EQ(shown_rate(199.94), "199.9");
  EXPECT_EQ(shown_rate(12345.6), "12,346");
}

TEST(Show, LeavesNothingThatATerminalActsOn) {
  EXPECT_EQ(shown_text("\x1b[2J\r\n\x7f"), "\\x1B[2J\\r\\n\\x7F");
  EXPECT_EQ(shown_text("\xC2\x9B"
                       "31m"),
            "\\xC2\\x9B31m");  // C1 CSI
  EXPECT_EQ(shown_text("a\xE2\x80\xAE"
                       "b"),
            "a\\xE2\\x80\\xAEb");  // right-to-left override
  EXPECT_EQ(shown_text("bad \xFF"), "bad \xEF\xBF\xBD");
  EXPECT_EQ(shown_text("Grüße 日本 😀"), "Grüße 日本 😀");
}

TEST(Show, WritesWireLineByLine) {
  using Lines = std::vector<std::string>;
  EXPECT_EQ(shown_wire("a\r\nb\nc", 100), (Lines{"a\\r\\n", "b\\n", "c"}));
  EXPECT_EQ(shown_wire("PASS «***»\r\n", 100), (Lines{"PASS «***»\\r\\n"}));
  EXPECT_EQ(shown_wire("abcdef", 4), (Lines{"abcd", "… (+2 octets)"}));
  EXPECT_TRUE(shown_wire("", 4).empty());
}

TEST(Show, NamesClauseAndPlace) {
  EXPECT_EQ(shown_clause({5321, "4.2", Level::Should}), "RFC 5321 4.2 SHOULD");
  EXPECT_EQ(shown_clause({5321, "", Level::Must}), "RFC 5321 MUST");
  EXPECT_EQ(shown_clause({}), "");
  record::Judgement judgement;
  EXPECT_EQ(shown_place(judgement), "");
  judgement.file = "a.toml";
  EXPECT_EQ(shown_place(judgement), "a.toml");
  judgement.line = 3;
  judgement.column = 1;
  EXPECT_EQ(shown_place(judgement), "a.toml:3:1");
}

}  // namespace
}  // namespace mailrig::reports
