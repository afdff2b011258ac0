#include <gtest/gtest.h>

#include "harness/mail/message.hpp"

namespace mailrig::mail {
namespace {

TEST(Rfc5322Date, ReadsDatesOfTheRfcs) {
  struct Case {
    const char* text;
    std::int64_t unix_seconds;
    int zone;
  };
  for (const Case& c : {
           Case{"Fri, 21 Nov 1997 09:55:06 -0600", 880127706, -360},
           Case{"Tue, 1 Jul 2003 10:52:37 +0200", 1057049557, 120},
           Case{"Thu,\r\n      13\r\n        Feb\r\n          1969\r\n      23:32\r\n"
                "               -0330 (Newfoundland Time)",
                -27723480, -210},
           Case{"21 Nov 97 09:55:06 GMT", 880106106, 0},
           Case{"Fri, 21 Nov 1997 09(comment):   55  :  06 -0600", 880127706, -360},
           Case{"Wed, 17 Jul 1996 02:23:25 -0700 (PDT)", 837595405, -420},
           Case{"1 Jan 00 00:00 EST", 946702800, -300},
           Case{"1 Jan 2000 00:00:00", 946684800, 0},
           Case{"1 Jan 2000 00:00:00 Z", 946684800, 0},
           Case{"1 Jan 2000", 946684800, 0},
           Case{"1-Jan-2000 00:00:00 +0000", 946684800, 0},
           Case{"Sat, 01 January 100 00:00:00 +0000", 946684800, 0},
           Case{"31 Dec 1998 23:59:60 +0000", 915148800, 0},
       }) {
    const auto date = parse_rfc5322_date(c.text);
    ASSERT_TRUE(date) << c.text;
    EXPECT_EQ(date->unix_seconds, c.unix_seconds) << c.text;
    EXPECT_EQ(date->zone_minutes, c.zone) << c.text;
  }
}

TEST(Rfc5322Date, KeepsTheDayAsWritten) {
  const auto date = parse_rfc5322_date("Wed, 31 Dec 1997 23:30:00 -0800");
  ASSERT_TRUE(date);
  EXPECT_EQ(date->year, 1997);
  EXPECT_EQ(date->month, 12);
  EXPECT_EQ(date->day, 31);
}

TEST(Rfc5322Date, RefusesWhatIsNone) {
  for (const char* text :
       {"", "yesterday", "Mon,", "32 Jan 2000 00:00:00 +0000", "30 Feb 2000 00:00:00 +0000",
        "1 Foo 2000 00:00:00 +0000", "1 Jan 2000 24:00:00 +0000", "1 Jan 2000 00:61:00 +0000",
        "1 Jan 12345 00:00:00 +0000", "1 Jan 2000 aa:00 +0000", "7/1/2003", "(((("}) {
    EXPECT_FALSE(parse_rfc5322_date(text)) << text;
  }
}

TEST(InternalDate, ReadsAndWritesTheSame) {
  for (const char* text :
       {"17-Jul-1996 02:44:25 -0700", " 1-Jan-1970 00:00:00 +0000", "29-Feb-2024 23:59:59 +1400"}) {
    const auto date = parse_internal_date(text);
    ASSERT_TRUE(date) << text;
    EXPECT_EQ(internal_date(date->unix_seconds, date->zone_minutes), text);
  }
  EXPECT_EQ(parse_internal_date("17-Jul-1996 02:44:25 -0700")->unix_seconds, 837596665);
}

TEST(InternalDate, IsStrict) {
  for (const char* text :
       {"", "1-Jan-1970 00:00:00 +0000", "17-Jul-1996 02:44:25", "17-Jul-1996 02:44:25 GMT",
        "17-Foo-1996 02:44:25 -0700", "30-Feb-1996 02:44:25 -0700", "17-Jul-1996 25:44:25 -0700",
        "17-Jul-1996 02:44:25 -07000", "17-Jul-1996 02:44:25 -0770", "ab-Jul-1996 02:44:25 -0700"}) {
    EXPECT_FALSE(parse_internal_date(text)) << text;
  }
}

TEST(Rfc5322Date, IsWrittenAsTheRfcHasIt) {
  EXPECT_EQ(rfc5322_date(1057049557, 120), "Tue, 1 Jul 2003 10:52:37 +0200");
  EXPECT_EQ(rfc5322_date(880127706, -360), "Fri, 21 Nov 1997 09:55:06 -0600");
  EXPECT_EQ(rfc5322_date(0), "Thu, 1 Jan 1970 00:00:00 +0000");
}

TEST(Rfc5322Date, StaysWithinFourDigitYears) {
  EXPECT_EQ(rfc5322_date(INT64_MAX).substr(8, 8), "Dec 9999");
  EXPECT_EQ(internal_date(INT64_MIN).substr(7, 4), "0001");
}

}  // namespace
}  // namespace mailrig::mail
