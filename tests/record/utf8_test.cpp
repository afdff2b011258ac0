#include "harness/record/utf8.hpp"

#include <gtest/gtest.h>

namespace mailrig::record {
namespace {

TEST(Utf8, KeepsWhatIsWellFormed) {
  for (const char* text : {"", "abc", "ü", "€", "😀", "\xEF\xBF\xBF", "\xF4\x8F\xBF\xBF"}) {
    EXPECT_EQ(clean_utf8(text), text);
  }
}

TEST(Utf8, ReplacesEachOctetThatIsNot) {
  const std::string r = "\xEF\xBF\xBD";
  EXPECT_EQ(clean_utf8("a\xFF"
                       "b"),
            "a" + r + "b");
  EXPECT_EQ(clean_utf8("\xC0\x80"), r + r);
  EXPECT_EQ(clean_utf8("\xED\xA0\x80"), r + r + r);
  EXPECT_EQ(clean_utf8("\xE2\x82"), r + r);
  EXPECT_EQ(clean_utf8("\xF5\x80\x80\x80"), r + r + r + r);
}

TEST(Escapes, LoseNothing) {
  std::string all;
  for (int i = 0; i < 256; ++i) all.push_back(static_cast<char>(i));
  all += "\\x41 \\0\\";
  std::string back;
  EXPECT_TRUE(append_unescaped(back, escaped(all)));
  EXPECT_EQ(back, all);
}

TEST(Escapes, RefuseWhatIsNone) {
  for (const char* text : {"\\", "a\\", "\\q", "\\x", "\\x4", "\\xg0"}) {
    std::string out;
    EXPECT_FALSE(append_unescaped(out, text)) << text;
  }
}

}  // namespace
}  // namespace mailrig::record
