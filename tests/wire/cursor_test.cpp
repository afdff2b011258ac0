#include "harness/wire/cursor.hpp"

#include <gtest/gtest.h>

namespace mailrig::wire {
namespace {

TEST(Cursor, TakesFromTheFront) {
  Cursor cursor("A01 select {12+}");
  EXPECT_EQ(cursor.take_until(' '), "A01");
  EXPECT_TRUE(cursor.take(' '));
  EXPECT_FALSE(cursor.take("SELECT"));
  EXPECT_TRUE(cursor.take_any_case("SELECT"));
  EXPECT_TRUE(cursor.take(" {"));
  EXPECT_EQ(cursor.take_number(), 12U);
  EXPECT_EQ(cursor.rest(), "+}");
  EXPECT_EQ(cursor.offset(), 14U);
}

TEST(Cursor, NeverRunsPastTheEnd) {
  Cursor cursor("ab");
  EXPECT_EQ(cursor.peek(5), '\0');
  EXPECT_EQ(cursor.take_octets(99), "ab");
  EXPECT_TRUE(cursor.at_end());
  cursor.skip(3);
  EXPECT_FALSE(cursor.take('a'));
  EXPECT_EQ(cursor.take_until('x'), "");
}

TEST(Cursor, TakesNoNumberThatDoesNotFit) {
  Cursor cursor("18446744073709551616");
  EXPECT_EQ(cursor.take_number(), std::nullopt);
  EXPECT_EQ(cursor.offset(), 0U);
}

TEST(Ascii, ReadsWholeNumbersOnly) {
  EXPECT_EQ(to_number("18446744073709551615"), UINT64_MAX);
  for (const char* text : {"", "-1", "+1", "1 ", "0x1", "18446744073709551616"}) {
    EXPECT_EQ(to_number(text), std::nullopt) << text;
  }
}

TEST(Ascii, ComparesWithoutCase) {
  EXPECT_TRUE(iequals("StartTLS", "STARTTLS"));
  EXPECT_FALSE(iequals("A", "AB"));
  EXPECT_FALSE(iequals("[", "{"));
  EXPECT_FALSE(iequals("\xC4", "\xE4"));
}

}  // namespace
}  // namespace mailrig::wire
