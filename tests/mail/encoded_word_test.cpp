#include <gtest/gtest.h>

#include "harness/mail/message.hpp"

namespace mailrig::mail {
namespace {

struct Case {
  const char* text;
  const char* wanted;
};

TEST(EncodedWord, ReadsTheExamplesOfRfc2047) {  // 8
  for (const Case& c : {
           Case{"=?US-ASCII?Q?Keith_Moore?= <moore@cs.utk.edu>", "Keith Moore <moore@cs.utk.edu>"},
           Case{"=?ISO-8859-1?Q?Keld_J=F8rn_Simonsen?= <keld@dkuug.dk>",
                "Keld Jørn Simonsen <keld@dkuug.dk>"},
           Case{"=?ISO-8859-1?B?SWYgeW91IGNhbiByZWFkIHRoaXMgeW8=?=\r\n "
                "=?ISO-8859-2?B?dSB1bmRlcnN0YW5kIHRoZSBleGFtcGxlLg==?=",
                "If you can read this you understand the example."},
           Case{"(=?ISO-8859-1?Q?a?=)", "(a)"},
           Case{"(=?ISO-8859-1?Q?a?= b)", "(a b)"},
           Case{"(=?ISO-8859-1?Q?a?= =?ISO-8859-1?Q?b?=)", "(ab)"},
           Case{"(=?ISO-8859-1?Q?a?=  =?ISO-8859-1?Q?b?=)", "(ab)"},
           Case{"(=?ISO-8859-1?Q?a?=\r\n    =?ISO-8859-1?Q?b?=)", "(ab)"},
           Case{"(=?ISO-8859-1?Q?a_b?=)", "(a b)"},
           Case{"(=?ISO-8859-1?Q?a?= =?ISO-8859-2?Q?_b?=)", "(a b)"},
       }) {
    EXPECT_EQ(decode_words(c.text), c.wanted) << c.text;
  }
}

TEST(EncodedWord, LeavesWhatItCantRead) {
  for (const char* text :
       {"", "plain", "=?", "=?=?=?", "=?UTF-8?Q?open", "=?UTF-8?X?abc?=", "=??Q?abc?=",
        "=?no-such-charset?Q?abc?=", "=?UTF-8?Q?=FF=FE?=", "=?utf-8//x?Q?a?=", "=?UTF-8?Q?a?"}) {
    EXPECT_EQ(decode_words(text), text);
  }
  EXPECT_EQ(decode_words("=?bad-set?Q?a?= =?UTF-8?Q?b?="), "=?bad-set?Q?a?=b");
}

TEST(EncodedWord, JoinsACharacterThatWasCut) {
  EXPECT_EQ(decode_words("=?UTF-8?Q?=C3?= =?utf-8?Q?=BC?="), "ü");
}

TEST(EncodedWord, KnowsLanguagesAndOtherCharsets) {
  EXPECT_EQ(decode_words("=?US-ASCII*EN?Q?Keith_Moore?="), "Keith Moore");  // RFC 2231 5
  EXPECT_EQ(decode_words("=?KOI8-R?B?7cHU2A==?="), "Мать");
  EXPECT_EQ(decode_words("=?iso-2022-jp?B?GyRCRnxLXBsoQg==?="), "日本");
}

TEST(EncodedWord, IsBounded) {
  std::string many;
  for (int i = 0; i < 3000; ++i) many += "=?UTF-8?Q?a?= x ";
  const std::string out = decode_words(many);
  EXPECT_LT(out.size(), many.size());
  EXPECT_TRUE(out.ends_with("=?UTF-8?Q?a?= x "));
}

TEST(Charset, RefusesWhatIsNotOfIt) {
  EXPECT_EQ(to_utf8("\xC3\xBC", "UTF-8"), "ü");
  EXPECT_EQ(to_utf8("\xFC", "ISO-8859-1"), "ü");
  EXPECT_EQ(to_utf8("\xA4", "ISO-8859-15"), "€");
  EXPECT_EQ(to_utf8("\xFC", "UTF-8"), std::nullopt);
  EXPECT_EQ(to_utf8("\xED\xA0\x80", "UTF-8"), std::nullopt);  // a surrogate
  EXPECT_EQ(to_utf8("\xC0\x80", "UTF-8"), std::nullopt);      // overlong
  EXPECT_EQ(to_utf8("abc", ""), std::nullopt);
  EXPECT_EQ(to_utf8(std::string(5000, '\xA4'), "ISO-8859-15")->size(), 15'000U);
}

}  // namespace
}  // namespace mailrig::mail
