#include <fmt/format.h>

#include "tests/reference-server/smtp/rig.hpp"

namespace mailrig::server {
namespace {

TEST(SmtpStartTls, ForgetsWhatCameBefore) {
  Rig rig;
  EXPECT_EQ(rig.codes(fmt::format("{}STARTTLS\r\nRSET\r\n", kEnvelope)), "250,250,250,220");
  rig.start_tls();
  EXPECT_EQ(rig.talk("MAIL FROM:<>\r\n"), "503 5.5.1 EHLO first\r\n");
  EXPECT_EQ(rig.talk("EHLO a\r\n").find("STARTTLS"), std::string::npos);
  EXPECT_EQ(rig.codes("RCPT TO:<user1@example.test>\r\nSTARTTLS\r\n"), "503,503");
  EXPECT_EQ(rig.effect, Effect::None);
}

TEST(SmtpStartTls, ForgetsTheLogin) {
  Rig rig(SmtpKind::Submission);
  EXPECT_EQ(rig.codes("EHLO a\r\nAUTH PLAIN AHVzZXIxAHBhc3M=\r\nSTARTTLS\r\n"), "250,235,220");
  rig.start_tls();
  EXPECT_EQ(rig.codes("EHLO a\r\nMAIL FROM:<>\r\n"), "250,530");
}

TEST(SmtpStartTls, IsRefusedWhereThereIsNone) {
  Rig rig;
  rig.world.tls_available = false;
  EXPECT_EQ(rig.codes("EHLO a\r\nSTARTTLS\r\n"), "250,502");
  Rig argument;
  EXPECT_EQ(argument.talk("STARTTLS now\r\n"), "501 5.5.4 nothing more expected\r\n");
}

TEST(SmtpStartTls, IsSeenInTheTrace) {
  Rig rig(SmtpKind::Submission, true);
  EXPECT_EQ(
      rig.codes("EHLO a\r\nAUTH PLAIN AHVzZXIxAHBhc3M=\r\nMAIL FROM:<>\r\nRCPT TO:<user1@example.test>\r\n"
                "DATA\r\n.\r\n"),
      "250,235,250,250,354,250");
  EXPECT_NE(rig.inbox()[0].body.octets()->find(" with ESMTPSA id "), std::string::npos);
}

}  // namespace
}  // namespace mailrig::server
