#include "harness/mail/net_unicode.hpp"

#include <gtest/gtest.h>

namespace mailrig::mail {
namespace {

// RFC 5198 2
TEST(NetUnicode, IsNormalizedAndBearsNoByteOrderMark) {
  EXPECT_TRUE(is_net_unicode(""));
  EXPECT_TRUE(is_net_unicode("Sent"));
  EXPECT_TRUE(is_net_unicode("\xC3\x85"));
  EXPECT_TRUE(is_net_unicode("\xE5\x8F\xB0\xE5\x8C\x97"));
  EXPECT_TRUE(is_net_unicode("q\xCC\x8A"));  // there is no such letter of one code point
  EXPECT_FALSE(is_net_unicode("A\xCC\x8A"));
  EXPECT_FALSE(is_net_unicode("\xE2\x84\xAB"));  // the sign for Angstrom is the letter
  EXPECT_FALSE(is_net_unicode("\xEF\xBB\xBFSent"));
}

}  // namespace
}  // namespace mailrig::mail
