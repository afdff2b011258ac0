#include "harness/smtp/xtext.hpp"

#include <gtest/gtest.h>

namespace mailrig::smtp {
namespace {

// RFC 3461 4, 10.1; RFC 4954 5.1
TEST(Xtext, ReadsAndAppends) {
  const std::pair<const char*, const char*> table[] = {
      {"", ""},
      {"QQ314159", "QQ314159"},
      {"e+3Dmc2@example.com", "e=mc2@example.com"},
      {"a+20b+2Bc", "a b+c"},
      {"<>", "<>"},
  };
  for (const auto& [xtext, value] : table) {
    EXPECT_EQ(parse_xtext(xtext), value) << xtext;
    std::string out;
    append_xtext(out, value);
    EXPECT_EQ(out, xtext);
  }
}

TEST(Xtext, RefusesWhatIsNone) {
  for (const char* wrong : {"a=b", "a b", "a+", "a+4", "a+zz", "a+3d", "a\tb", "\xC3\xA9", "a\x7F"})
    EXPECT_FALSE(parse_xtext(wrong)) << wrong;
}

// RFC 6533 3
TEST(Unitext, ReadsAndAppends) {
  const std::pair<const char*, const char*> table[] = {
      {"user@example.com", "user@example.com"},
      {"jos\\x{E9}@example.com", "jos\xC3\xA9@example.com"},
      {"\\x{4E2D}\\x{6587}", "\xE4\xB8\xAD\xE6\x96\x87"},
      {"\\x{1F600}", "\xF0\x9F\x98\x80"},
      {"a\\x{2B}b\\x{3D}c\\x{5C}", "a+b=c\\"},
  };
  for (const auto& [unitext, value] : table) {
    EXPECT_EQ(parse_unitext(unitext), value) << unitext;
    std::string out;
    append_unitext(out, value);
    EXPECT_EQ(out, unitext);
  }
  EXPECT_EQ(parse_unitext("jos\xC3\xA9"), "jos\xC3\xA9");
}

TEST(Unitext, RefusesWhatIsNone) {
  for (const char* wrong : {"", "a+b", "a=b", "a b", "\\x{e9}", "\\x{41}", "\\x{D800}", "\\x{110000}",
                            "\\x{00E9}", "\\x{E9", "\\xE9", "\\", "\xC3"})
    EXPECT_FALSE(parse_unitext(wrong)) << wrong;
}

}  // namespace
}  // namespace mailrig::smtp
