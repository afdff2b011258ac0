// The parameters of MAIL and RCPT: which are taken, and what becomes of their values.
#include "reference-server/session/smtp/literal.hpp"
#include "tests/reference-server/smtp/rig.hpp"

namespace mailrig::server {
namespace {

const std::string kEhlo = "EHLO c\r\n";
const std::string kLogin = kEhlo + "AUTH PLAIN AHVzZXIxAHBhc3M=\r\n";

std::string mail(const std::string& parameters) {
  return "MAIL FROM:<a@b.example> " + parameters + "\r\n";
}

TEST(SmtpParameters, AreOfferedAfterEhloOnly) {
  Rig rig;
  EXPECT_EQ(rig.codes("HELO c\r\n" + mail("SIZE=1") + mail("BODY=7BIT") + mail("AUTH=<>")),
            "250,555,555,555");
}

TEST(SmtpParameters, AreTakenOnce) {
  Rig rig;
  EXPECT_EQ(rig.codes(kEhlo + mail("SIZE=1 size=1") + mail("AUTH=<> AUTH=<>")), "250,501,501");
}

// RFC 4954 5
TEST(SmtpParameters, AuthIsAMailboxInXtext) {
  for (const char* good : {"<>", "e+3Dmc2@example.com", "+22a+20b+22@example.com"}) {
    Rig rig;
    EXPECT_EQ(rig.codes(kEhlo + mail(std::string("AUTH=") + good)), "250,250") << good;
  }
  for (const char* wrong : {"", "=", "=a", "=a+3dmc2@b", "=a@b+", "=a+20b@c", "=<a@b>"}) {
    Rig rig;
    EXPECT_EQ(rig.codes(kEhlo + mail(std::string("AUTH") + wrong)), "250,501") << wrong;
  }
  Rig after;
  EXPECT_EQ(after.codes(kLogin + mail("AUTH=e+3Dmc2@example.com")), "250,235,250");
}

// RFC 1123 5.2.17
TEST(SmtpLiteral, IsOfOurAddressHoweverItIsWritten) {
  EXPECT_TRUE(smtpd::is_literal_of("[IPv6:::1]", "[::1]:25"));
  EXPECT_TRUE(smtpd::is_literal_of("[ipv6:0:0:0:0:0:0:0:1]", "[::1]:25"));
  EXPECT_FALSE(smtpd::is_literal_of("[127.0.0.1]", "[::1]:25"));
  EXPECT_FALSE(smtpd::is_literal_of("[x:y]", "127.0.0.1:25"));
  EXPECT_FALSE(smtpd::is_literal_of("[127.0.0.1]", ""));
}

// RFC 6531 3.5
TEST(SmtpParameters, AnAddressOutsideAsciiIsRefusedWithoutSmtputf8) {
  Rig rig;
  EXPECT_EQ(rig.talk("EHLO c\r\n").find("550"), std::string::npos);
  EXPECT_TRUE(rig.talk("MAIL FROM:<jos\xC3\xA9@b>\r\n").starts_with("550 5.6.7 "));
  EXPECT_TRUE(rig.talk("MAIL FROM:<a@b>\r\n").starts_with("250 "));
  EXPECT_TRUE(rig.talk("RCPT TO:<jos\xC3\xA9@example.test>\r\n").starts_with("553 5.6.7 "));
}

}  // namespace
}  // namespace mailrig::server
