#include "harness/mail/idna.hpp"

#include <gtest/gtest.h>

namespace mailrig::mail {
namespace {

// RFC 5890, RFC 3492 7.1
TEST(Idna, ULabelsBecomeALabels) {
  EXPECT_EQ(domain_to_ascii("b\xC3\xBC"
                            "cher.example"),
            "xn--bcher-kva.example");
  EXPECT_EQ(domain_to_ascii("B\xC3\x9C"
                            "CHER.Example"),
            "xn--bcher-kva.example");
  EXPECT_EQ(domain_to_ascii("stra\xC3\x9F"
                            "e.example"),
            "xn--strae-oqa.example");
  EXPECT_EQ(domain_to_ascii("\xE4\xBE\x8B\xE3\x81\x88.\xE3\x83\x86\xE3\x82\xB9\xE3\x83\x88"),
            "xn--r8jz45g.xn--zckzah");
}

TEST(Idna, AsciiIsPutInLowerCase) {
  EXPECT_EQ(domain_to_ascii("Example.TEST"), "example.test");
  EXPECT_EQ(domain_to_ascii("[IPv6:::1]"), "[ipv6:::1]");
}

TEST(Idna, WhatIsNoDomainIsNone) {
  EXPECT_FALSE(domain_to_ascii("-\xC3\xBC.example"));
  EXPECT_FALSE(domain_to_ascii("\xC3\xBC_x.example"));
  EXPECT_FALSE(
      domain_to_ascii("\xE2\x80\xAE"
                      "a.example"));
  EXPECT_FALSE(domain_to_ascii(std::string(300, 'a')));
}

}  // namespace
}  // namespace mailrig::mail
