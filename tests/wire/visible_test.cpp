#include "harness/wire/visible.hpp"

#include <string>

#include <gtest/gtest.h>

namespace mailrig::wire {
namespace {

using namespace std::string_literals;

TEST(Visible, ShowsWhatCannotBePrinted) {
  EXPECT_EQ(visible("+OK a\tb\r\n"), "+OK a\\tb\\r\\n");
  EXPECT_EQ(visible("\0\\\x01\x7f\xff"s), "\\0\\\\\\x01\\x7F\\xFF");
}

TEST(Visible, SaysHowMuchWasLeftOut) {
  EXPECT_EQ(visible("abcdef", 4), "abcd… (+2 octets)");
  EXPECT_EQ(visible("abcd", 4), "abcd");
}

}  // namespace
}  // namespace mailrig::wire
