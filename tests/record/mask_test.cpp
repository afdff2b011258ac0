#include "harness/record/mask.hpp"

#include <gtest/gtest.h>

namespace mailrig::record {
namespace {

Masker of(std::string_view secret) {
  Masker masker;
  masker.add(secret);
  return masker;
}

TEST(Masker, MasksTheSecretInTheClear) {
  EXPECT_EQ(of("tanstaaf").masked("PASS tanstaaf\r\n"), "PASS «***»\r\n");
  EXPECT_EQ(of("tanstaaf").masked("tanstaaftanstaaf"), "«***»«***»");
  EXPECT_EQ(of("tanstaaf").masked("PASS tanstaa\r\n"), "PASS tanstaa\r\n");
}

TEST(Masker, MasksTheSecretInBase64) {
  // RFC 4616 4: authcid "tim", password "tanstaaftanstaaf".
  EXPECT_EQ(of("tanstaaftanstaaf").masked("AUTH PLAIN AHRpbQB0YW5zdGFhZnRhbnN0YWFm\r\n"),
            "AUTH PLAIN «***»\r\n");
  EXPECT_EQ(of("tanstaaf").masked("dGFuc3RhYWY=\r\n"), "«***»\r\n");  // alone, as LOGIN sends it
  EXPECT_EQ(of("secret").masked("AHRlc3QAdGVzdHNlY3JldA=="), "«***»");
}

TEST(Masker, FindsItAtEveryPlaceInAGroupOfThree) {
  EXPECT_EQ(of("pass").masked("cGFzcw=="), "«***»");      // pass
  EXPECT_EQ(of("pass").masked("eHBhc3N5"), "«***»");      // xpassy
  EXPECT_EQ(of("pass").masked("eHhwYXNzeXk="), "«***»");  // xxpassyy
  EXPECT_EQ(of("pass").masked("eHh4eHBhc3M="), "«***»");  // xxxxpass
}

TEST(Masker, MasksTheQuotedForm) {  // as IMAP's LOGIN sends it
  EXPECT_EQ(of("a\"b\\c").masked("LOGIN x \"a\\\"b\\\\c\"\r\n"), "LOGIN x \"«***»\"\r\n");
}

TEST(Masker, DoesNotTellHowLongTheSecretWas) {
  EXPECT_EQ(of("abc").masked("abc"), of("abcdefgh").masked("abcdefgh"));
}

TEST(Masker, LeavesWordsThatHoldAShortSecret) {
  EXPECT_EQ(of("pass").masked("PASS pass\r\n-ERR wrong password\r\n"),
            "PASS «***»\r\n-ERR wrong password\r\n");
  EXPECT_EQ(of("pass").masked("passpass pass\"pass\" \npass"), "passpass «***»\"«***»\" \n«***»");
}

TEST(Masker, PrefersTheLongerSecret) {
  Masker masker;
  masker.add("pass");
  masker.add("passphrase");
  EXPECT_EQ(masker.masked("passphrase pass"), "«***» «***»");
}

TEST(Masker, LeavesOrdinaryTextAlone) {
  const Masker masker = of("tanstaaf");
  for (const char* text : {"", "250 OK\r\n", "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo=", "* 1 FETCH (UID 1)"}) {
    EXPECT_EQ(masker.masked(text), text);
  }
  EXPECT_TRUE(of("").empty());
  EXPECT_TRUE(of("ab").empty());
}

}  // namespace
}  // namespace mailrig::record
