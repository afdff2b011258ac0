#include "harness/sasl/secret.hpp"

#include <gtest/gtest.h>

namespace mailrig::sasl {
namespace {

TEST(ApopDigest, IsThatOfTheRfcsExample) {
  EXPECT_EQ(apop_digest("<1896.697170952@dbc.mtview.ca.us>", "tanstaaf"), "c4c9334bac560ecc979e58001b3e22fb");
}

// RFC 4231 4.3
TEST(HmacSha256, IsThatOfTheRfcsExample) {
  EXPECT_EQ(hmac_sha256("Jefe", "what do ya want for nothing?"),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST(SameSecret, IsEquality) {
  EXPECT_TRUE(same_secret("", ""));
  EXPECT_TRUE(same_secret("abc", "abc"));
  EXPECT_FALSE(same_secret("abc", "abd"));
  EXPECT_FALSE(same_secret("abc", "ab"));
}

TEST(RandomOctets, AreNeverTheSame) {
  EXPECT_EQ(random_octets(32).size(), 32U);
  EXPECT_NE(random_octets(32), random_octets(32));
}

// RFC 4013 3, and what follows from its tables.
TEST(Prepared, FollowsTheRfcsExamples) {
  EXPECT_EQ(prepared("I\xC2\xADX", Prepare::Query), "IX");
  EXPECT_EQ(prepared("user", Prepare::Query), "user");
  EXPECT_EQ(prepared("USER", Prepare::Query), "USER");
  EXPECT_EQ(prepared("\xC2\xAA", Prepare::Query), "a");
  EXPECT_EQ(prepared("\xE2\x85\xA8", Prepare::Query), "IX");
  EXPECT_EQ(prepared("\x07", Prepare::Query), std::nullopt);
  EXPECT_EQ(prepared("\xD8\xA7\x31", Prepare::Query), std::nullopt);
}

TEST(Prepared, TakesNoOtherEncodings) {
  EXPECT_EQ(prepared("\xFF", Prepare::Query), std::nullopt);
  EXPECT_EQ(prepared("\xC3", Prepare::Stored), std::nullopt);
  EXPECT_EQ(prepared(std::string_view("a\0b", 3), Prepare::Query), std::nullopt);
}

}  // namespace
}  // namespace mailrig::sasl
