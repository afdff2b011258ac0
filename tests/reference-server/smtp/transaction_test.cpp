#include "tests/reference-server/smtp/rig.hpp"

namespace mailrig::server {
namespace {

struct Row {
  std::string input;
  std::string codes;
};

const std::string kEhlo = "EHLO client.example\r\n";
const std::string kMail = kEhlo + "MAIL FROM:<a@b.example>\r\n";

TEST(SmtpTransaction, KeepsTheOrder) {
  const Row table[] = {
      {kMail + "MAIL FROM:<c@d>\r\nRCPT TO:<user1@example.test>\r\n", "250,250,503,250"},
      {kMail + "DATA\r\n", "250,250,503"},
      {kMail + "RCPT TO:<no@example.test>\r\nDATA\r\n", "250,250,550,554"},
      {kMail + "RSET\r\nRCPT TO:<user1@example.test>\r\n", "250,250,250,503"},
      {kMail + kEhlo + "RCPT TO:<user1@example.test>\r\n", "250,250,250,503"},
      {kMail + "EHLO\r\nRCPT TO:<user1@example.test>\r\n", "250,250,501,250"},
      {kMail + "NOOP\r\nVRFY x\r\nRCPT TO:<user1@example.test>\r\n", "250,250,250,252,250"},
      {kEhlo + "RCPT TO:<user1@example.test>\r\n", "250,503"},
      {"HELO client.example\r\nMAIL FROM:<>\r\nRCPT TO:<user1@example.test>\r\nDATA\r\n", "250,250,250,354"},
  };
  for (const Row& row : table) {
    Rig rig;
    EXPECT_EQ(rig.codes(row.input), row.codes) << row.input;
  }
}

TEST(SmtpMail, ChecksItsParameters) {
  const Row table[] = {
      {"<a@b> SIZE=1000 BODY=8BITMIME", "250 2.1.0 sender ok\r\n"},
      {"<a@b> BODY=binarymime", "250 2.1.0 sender ok\r\n"},
      {"<a@b> body=7bit AUTH=<>", "250 2.1.0 sender ok\r\n"},
      {"<>", "250 2.1.0 sender ok\r\n"},
      {"<\"a b\"@c>", "250 2.1.0 sender ok\r\n"},
      {"<@x,@y:a@b>", "250 2.1.0 sender ok\r\n"},
      {"<a@b> SIZE=1001", "552 5.3.4 message too big\r\n"},
      {"<a@b> SIZE=99999999999999999999", "552 5.3.4 message too big\r\n"},
      {"<a@b> SIZE=abc", "501 5.5.4 SIZE is a number\r\n"},
      {"<a@b> SIZE", "501 5.5.4 SIZE is a number\r\n"},
      {"<a@b> SIZE=1 SIZE=2", "501 5.5.4 parameter given twice\r\n"},
      {"<a@b> BODY=9BIT", "501 5.5.4 BODY is 7BIT, 8BITMIME or BINARYMIME\r\n"},
      {"<a@b> X=1", "555 5.5.4 parameter not known\r\n"},
      {"a@b", "501 5.1.7 < expected\r\n"},
  };
  for (const Row& row : table) {
    Rig rig;
    rig.world.limits.message = 1000;
    (void)rig.talk(kEhlo);
    EXPECT_EQ(rig.talk("MAIL FROM:" + row.input + "\r\n"), row.codes) << row.input;
  }
}

TEST(SmtpMail, HasNoParametersAfterHelo) {
  Rig rig;
  EXPECT_EQ(rig.codes("HELO a\r\nMAIL FROM:<a@b> SIZE=1\r\n"), "250,555");
}

TEST(SmtpRcpt, TakesOurOwnAccountsOnly) {
  const Row table[] = {
      {"<user1@example.test>", "250 2.1.5 recipient ok\r\n"},
      {"<USER1@EXAMPLE.TEST>", "250 2.1.5 recipient ok\r\n"},
      {"<\"us\\er1\"@example.test>", "250 2.1.5 recipient ok\r\n"},
      {"<@relay.example:user1@example.test>", "250 2.1.5 recipient ok\r\n"},
      {"<Postmaster>", "250 2.1.5 recipient ok\r\n"},
      {"<postMaster@example.test>", "250 2.1.5 recipient ok\r\n"},
      {"<nobody@example.test>", "550 5.1.1 no such mailbox here\r\n"},
      {"<user1@elsewhere.example>", "550 5.7.1 relaying denied\r\n"},
      {"<user1@[127.0.0.2]>", "550 5.7.1 relaying denied\r\n"},
      {"<user1@[127.0.0.1]>", "250 2.1.5 recipient ok\r\n"},
      {"<nobody@[127.0.0.1]>", "550 5.1.1 no such mailbox here\r\n"},
      {"<user1@[IPv6:::1]>", "550 5.7.1 relaying denied\r\n"},
      {"<user1%elsewhere.example@example.test>", "550 5.1.1 no such mailbox here\r\n"},
      {"<user1@example.test> X=1", "555 5.5.4 parameter not known\r\n"},
      {"<>", "501 5.1.3 local part expected\r\n"},
  };
  for (const Row& row : table) {
    Rig rig;
    (void)rig.talk(kMail);
    EXPECT_EQ(rig.talk("RCPT TO:" + row.input + "\r\n"), row.codes) << row.input;
  }
}

TEST(SmtpRcpt, RefusesOnlyBeyondTheLimit) {
  Rig rig;
  (void)rig.talk(kMail);
  for (int i = 0; i < 1000; ++i) {
    ASSERT_EQ(rig.talk("RCPT TO:<user1@example.test>\r\n"), "250 2.1.5 recipient ok\r\n") << i;
  }
  EXPECT_EQ(rig.talk("RCPT TO:<user1@example.test>\r\n"), "452 4.5.3 too many recipients\r\n");
  EXPECT_EQ(rig.codes("DATA\r\n.\r\n"), "354,250");
  EXPECT_EQ(rig.inbox().size(), 1U);
}

TEST(SmtpSubmission, AsksForALogin) {
  Rig rig(SmtpKind::Submission);
  (void)rig.talk(kEhlo);
  EXPECT_EQ(rig.talk("MAIL FROM:<user1@example.test>\r\n"), "530 5.7.0 authentication required\r\n");
  EXPECT_EQ(rig.codes("RCPT TO:<user2@example.test>\r\nDATA\r\nVRFY user2\r\nNOOP\r\nRSET\r\n"),
            "530,530,530,250,250");
  EXPECT_EQ(rig.codes("AUTH PLAIN AHVzZXIxAHBhc3M=\r\nMAIL FROM:<user1@example.test>\r\n"
                      "RCPT TO:<user2@example.test>\r\nRCPT TO:<x@elsewhere.example>\r\n"),
            "235,250,250,550");
}

}  // namespace
}  // namespace mailrig::server
