#include "harness/record/disguise.hpp"

#include <gtest/gtest.h>

#include "harness/record/mask.hpp"

namespace mailrig::record {
namespace {

Disguise of(std::string_view secret) {
  Disguise disguise;
  disguise.add(secret);
  return disguise;
}

TEST(Disguise, PutsAPlaceholderThatIsAsLong) {
  EXPECT_EQ(of("tanstaaf").applied("PASS tanstaaf\r\n"), "PASS maskedma\r\n");
  EXPECT_EQ(of("tanstaaf").placeholders(), std::vector<std::string>{"maskedma"});
  std::string none = "PASS tanstaa\r\n";
  EXPECT_FALSE(of("tanstaaf").apply(none));
  EXPECT_EQ(none, "PASS tanstaa\r\n");
}

// What the dialogue sends when the placeholder is its password.
TEST(Disguise, MakesOfBase64WhatThePlaceholderWouldHaveMade) {
  EXPECT_EQ(of("pass").applied("cGFzcw=="), "bWFzaw==");          // pass, mask
  EXPECT_EQ(of("pass").applied("eHBhc3N5"), "eG1hc2t5");          // xpassy
  EXPECT_EQ(of("pass").applied("eHhwYXNzeXk="), "eHhtYXNreXk=");  // xxpassyy
  EXPECT_EQ(of("pass").applied("AHVzZXIxAHBhc3M="), "AHVzZXIxAG1hc2s=");
  // RFC 4616 4
  EXPECT_EQ(of("tanstaaftanstaaf").applied("AHRpbQB0YW5zdGFhZnRhbnN0YWFm"), "AHRpbQBtYXNrZWRtYXNrZWRtYXNr");
}

TEST(Disguise, LeavesBase64ThatOnlyLooksAlike) {
  // A masker goes by five characters and takes the word; here all bits must agree.
  EXPECT_EQ(of("pass").applied("cGFzcA=="), "cGFzcA==");  // pasp
}

TEST(Disguise, KeepsQuotesWhereTheyAre) {
  const Disguise disguise = of("a\"b\\c");
  EXPECT_EQ(disguise.placeholders(), std::vector<std::string>{"m\"s\\e"});
  EXPECT_EQ(disguise.applied("LOGIN x \"a\\\"b\\\\c\"\r\n"), "LOGIN x \"m\\\"s\\\\e\"\r\n");
}

TEST(Disguise, LeavesWordsThatHoldAShortSecret) {
  EXPECT_EQ(of("pass").applied("PASS pass\r\n-ERR wrong password\r\n"),
            "PASS mask\r\n-ERR wrong password\r\n");
}

TEST(Disguise, IsNeverTheSecretItself) {
  EXPECT_EQ(of("masked").placeholders(), std::vector<std::string>{"hidden"});
  EXPECT_EQ(of("mas").applied("mas"), "hid");
}

TEST(Disguise, PrefersTheLongerSecret) {
  Disguise disguise;
  disguise.add("pass");
  disguise.add("passphrase");
  disguise.add("pass");
  EXPECT_EQ(disguise.applied("passphrase pass"), "maskedmask mask");
  EXPECT_EQ(disguise.placeholders(), (std::vector<std::string>{"mask", "maskedmask"}));
}

TEST(Disguise, LeavesWhatIsTooShort) {
  EXPECT_EQ(of("ab").applied("ab"), "ab");
  EXPECT_TRUE(of("").placeholders().empty());
}

TEST(DisguiseSasl, ReplacesThePayloadAlone) {
  struct Case {
    const char *line, *disguised;
  };
  for (const Case& c :
       {Case{"A1 AUTHENTICATE PLAIN AHUAcA==\r\n", "A1 AUTHENTICATE PLAIN bWFzaA==\r\n"},
        Case{"AUTH CRAM-MD5\r\n", "AUTH CRAM-MD5\r\n"}, Case{"AUTH PLAIN =\r\n", "AUTH PLAIN =\r\n"},
        Case{"AUTH LOGIN dXNlcjE=\r\n", "AUTH LOGIN bWFza2A=\r\n"}, Case{"dXNlcjEx\r\n", "bWFza2Vk\r\n"},
        Case{"*\r\n", "*\r\n"}, Case{"\r\n", "\r\n"}}) {
    std::string line = c.line;
    disguise_sasl(line);
    EXPECT_EQ(line, c.disguised);
  }
}

TEST(Masker, ShowsPlaceholdersAsMasks) {
  Masker masker;
  masker.add("maskedma");
  EXPECT_EQ(masker.masked(of("tanstaaf").applied("PASS tanstaaf AHQAdGFuc3RhYWY=")), "PASS «***» «***»");
  std::string line = "AUTH PLAIN AHQAdGFuc3RhYWY=\r\n";
  disguise_sasl(line);
  EXPECT_EQ(masker.masked(line), "AUTH PLAIN «***»\r\n");
}

}  // namespace
}  // namespace mailrig::record
