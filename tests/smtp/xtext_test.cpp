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

}  // namespace
}  // namespace mailrig::smtp
