// SMTPUTF8, LIMITS, MT-PRIORITY, DELIVERBY, FUTURERELEASE, REQUIRETLS: what is offered to whom, what is
// taken, and what comes of it.
#include <gmock/gmock.h>

#include "tests/reference-server/smtp/rig.hpp"

namespace mailrig::server {
namespace {

using testing::HasSubstr;
using testing::Not;

const std::string kEhlo = "EHLO c\r\n";
const std::string kLogin = kEhlo + "AUTH PLAIN AHVzZXIxAHBhc3M=\r\n";
const std::string kMessage = "DATA\r\nSubject: x\r\n\r\nbody\r\n.\r\n";

std::string mail(const std::string& parameters) {
  return "MAIL FROM:<user2@example.test> " + parameters + "\r\n";
}

const std::string kRcpt = "RCPT TO:<user1@example.test>\r\n";

std::string newest(Rig& rig, unsigned user) {
  return rig.inbox(user).empty() ? "" : std::string(*rig.inbox(user).back().body.octets());
}

// RFC 6531 3.1, 3.4
TEST(Smtputf8, TakesAddressesInUtf8) {
  Rig rig;
  EXPECT_THAT(rig.talk(kEhlo), HasSubstr("250-SMTPUTF8\r\n"));
  EXPECT_EQ(rig.codes("MAIL FROM:<jos\xC3\xA9@b\xC3\xBC"
                      "cher.example> SMTPUTF8 BODY=8BITMIME\r\n" +
                      kRcpt + kMessage),
            "250,250,354,250");
  EXPECT_THAT(newest(rig, 1), HasSubstr("Return-Path: <jos\xC3\xA9@b\xC3\xBC"
                                        "cher.example>\r\n"));
  EXPECT_THAT(newest(rig, 1), HasSubstr(" with UTF8SMTP id "));
}

TEST(Smtputf8, HasNoValueAndNoBadLabels) {
  Rig rig;
  EXPECT_EQ(rig.codes(kEhlo + mail("SMTPUTF8=1") + "MAIL FROM:<a@-\xC3\xBC.example> SMTPUTF8\r\n" +
                      mail("SMTPUTF8") + "RCPT TO:<a@\xC3\xBC_x.example>\r\n"),
            "250,501,501,250,501");
}

// RFC 6531 3.5: a local domain is the same as U-labels and as A-labels.
TEST(Smtputf8, ULabelsNameTheSameDomain) {
  Rig rig;
  rig.world.accounts->add({"jos\xC3\xA9", "pass", {"jos\xC3\xA9@xn--bcher-kva.example"}});
  EXPECT_EQ(rig.codes(kEhlo + mail("SMTPUTF8") +
                      "RCPT TO:<jos\xC3\xA9@b\xC3\xBC"
                      "cher.example>\r\n"),
            "250,250,250");
}

// RFC 9422 4
TEST(Limits, AreToldAndKept) {
  Rig rig;
  rig.world.limits.recipients = 2;
  rig.world.limits.transactions = 3;
  rig.world.limits.recipient_domains = 1;
  EXPECT_THAT(rig.talk(kEhlo), HasSubstr("250-LIMITS RCPTMAX=2 MAILMAX=3 RCPTDOMAINMAX=1\r\n"));
  EXPECT_EQ(rig.codes("MAIL FROM:<a b>\r\nMAIL FROM:<a@b>\r\nRCPT TO:<nobody@example.test>\r\n" + kRcpt +
                      kRcpt + kMessage),
            "501,250,550,250,452,354,250");
  EXPECT_EQ(rig.codes("MAIL FROM:<a@b>\r\nMAIL FROM:<a@b>\r\n"), "250,503");
  EXPECT_EQ(rig.codes("RSET\r\nMAIL FROM:<a@b>\r\n"), "250,451");
}

TEST(Limits, CountDomainsThatWereTaken) {
  Rig rig;
  rig.world.accounts->add({"other", "pass", {"other@other.test"}});
  rig.world.limits.recipient_domains = 1;
  EXPECT_EQ(rig.codes(kEhlo + "MAIL FROM:<a@b>\r\nRCPT TO:<user1@elsewhere.example>\r\n" + kRcpt +
                      "RCPT TO:<other@other.test>\r\nRCPT TO:<user2@EXAMPLE.test>\r\n"),
            "250,250,550,250,452,250");
}

// RFC 6710 4.1
TEST(MtPriority, IsANumberFromMinusNineToNine) {
  for (const char* good : {"0", "9", "-9", "1"}) {
    Rig rig;
    rig.relay();
    EXPECT_EQ(rig.codes(kLogin + mail(std::string("MT-PRIORITY=") + good)), "250,235,250") << good;
  }
  for (const char* wrong : {"", "=", "=10", "=-0", "=+1", "=01", "=x"}) {
    Rig rig;
    rig.relay();
    EXPECT_EQ(rig.codes(kLogin + mail(std::string("MT-PRIORITY") + wrong)), "250,235,501") << wrong;
  }
}

TEST(MtPriority, IsNotRaisedByWhoHasNotLoggedIn) {
  Rig rig;
  rig.relay();
  EXPECT_THAT(rig.talk(kEhlo), HasSubstr("250-MT-PRIORITY\r\n"));
  EXPECT_TRUE(rig.talk(mail("MT-PRIORITY=3")).starts_with("250 2.3.6 0 "));
  EXPECT_EQ(rig.codes(kRcpt + kMessage), "250,354,250");
  EXPECT_THAT(newest(rig, 1), HasSubstr("PRIORITY 0;"));
  Rig lower;
  lower.relay();
  EXPECT_EQ(lower.codes(kEhlo + mail("MT-PRIORITY=-3") + kRcpt + kMessage), "250,250,250,354,250");
  EXPECT_THAT(newest(lower, 1), HasSubstr("PRIORITY -3;"));
}

// RFC 6710 4.1 (2), (5), 4.2: 0 is the priority of what nobody gave one, and told like any other.
TEST(MtPriority, IsZeroUnlessSaidOtherwise) {
  Rig rig;
  rig.relay();
  EXPECT_EQ(rig.codes(kEhlo + "MAIL FROM:<a@b>\r\n" + kRcpt + kMessage), "250,250,250,354,250");
  EXPECT_THAT(newest(rig, 1), HasSubstr("PRIORITY 0;"));
  Rig none;  // it is not offered
  EXPECT_EQ(none.codes(kEhlo + "MAIL FROM:<a@b>\r\n" + kRcpt + kMessage), "250,250,250,354,250");
  EXPECT_THAT(newest(none, 1), Not(HasSubstr("PRIORITY")));
}

// RFC 2852 4
TEST(Deliverby, IsSecondsAndAMode) {
  for (const char* good : {"120;R", "+1;r", "-5;N", "0;n", "999999999;RT"}) {
    Rig rig;
    rig.relay();
    EXPECT_EQ(rig.codes(kEhlo + mail(std::string("BY=") + good)), "250,250") << good;
  }
  for (const char* wrong : {"", "=0;R", "=-1;R", "=;R", "=1", "=1;X", "=1;RTT", "=1000000000;N", "=1;R;T"}) {
    Rig rig;
    rig.relay();
    EXPECT_EQ(rig.codes(kEhlo + mail(std::string("BY") + wrong)), "250,501") << wrong;
  }
}

// RFC 4865 4.2
TEST(Futurerelease, IsOfferedOnSubmissionOnly) {
  Rig submission(SmtpKind::Submission);
  submission.relay();
  EXPECT_THAT(submission.talk(kEhlo), HasSubstr("250-FUTURERELEASE 2592000 2001-10-09T01:46:40Z\r\n"));
  Rig mta;
  mta.relay();
  EXPECT_THAT(mta.talk(kEhlo), Not(HasSubstr("FUTURERELEASE")));
  EXPECT_EQ(mta.codes(mail("HOLDFOR=1")), "555");
}

TEST(Futurerelease, RefusesWhatIsTooLongOrWrong) {
  for (const char* good :
       {"HOLDFOR=1", "HOLDFOR=2592000", "HOLDUNTIL=2001-09-09T01:46:41Z", "HOLDUNTIL=2001-10-09T01:46:40Z"}) {
    Rig rig(SmtpKind::Submission);
    rig.relay();
    EXPECT_EQ(rig.codes(kLogin + mail(good)), "250,235,250") << good;
  }
  for (const char* wrong :
       {"HOLDFOR", "HOLDFOR=0", "HOLDFOR=-1", "HOLDFOR=2592001", "HOLDUNTIL=2001-10-09T01:46:41Z",
        "HOLDUNTIL=2001-09-09", "HOLDUNTIL=2001-13-09T01:46:41Z", "HOLDUNTIL=2001-09-09T01:46:41+01:00",
        "HOLDFOR=1 HOLDFOR=1", "HOLDFOR=1 HOLDUNTIL=2001-09-09T01:46:41Z", "HOLDFOR=10 BY=5;R"}) {
    Rig rig(SmtpKind::Submission);
    rig.relay();
    EXPECT_EQ(rig.codes(kLogin + mail(wrong)), "250,235,501") << wrong;
  }
}

TEST(Futurerelease, HoldsTheMessageUntilItsTime) {
  Rig rig(SmtpKind::Submission);
  rig.relay();
  EXPECT_EQ(
      rig.codes(kLogin + mail("HOLDFOR=60") + "RCPT TO:<user1@example.test> NOTIFY=SUCCESS\r\n" + kMessage),
      "250,235,250,250,354,250");
  EXPECT_EQ(rig.queue->held("user1"), 1U);
  rig.now += 59;
  EXPECT_TRUE(rig.queue->run(1).empty());
  EXPECT_EQ(rig.inbox(1).size(), 0U);
  EXPECT_EQ(rig.queue->next(), rig.now + 1);
  rig.now += 1;
  EXPECT_TRUE(rig.queue->run(1).empty());
  EXPECT_EQ(rig.inbox(1).size(), 1U);
  EXPECT_TRUE(newest(rig, 1).starts_with("Return-Path: <user2@example.test>\r\nReceived: "));
  EXPECT_THAT(newest(rig, 2), HasSubstr("Future-Release-Request: for;60\r\n"));  // RFC 4865 5.1.2
  EXPECT_EQ(rig.queue->size(), 0U);
}

// RFC 8689 2
TEST(Requiretls, IsOfferedUnderTlsOnly) {
  Rig clear;
  EXPECT_THAT(clear.talk(kEhlo), Not(HasSubstr("REQUIRETLS")));
  EXPECT_EQ(clear.codes(mail("REQUIRETLS")), "555");
  Rig secure(SmtpKind::Mta, true);
  EXPECT_THAT(secure.talk(kEhlo), HasSubstr("250-REQUIRETLS\r\n"));
  EXPECT_EQ(secure.codes(mail("REQUIRETLS=1") + mail("REQUIRETLS")), "501,250");
}

// RFC 6409 4.2
TEST(Submission, WantsDomainsThatAreFullyQualified) {
  Rig rig(SmtpKind::Submission);
  EXPECT_EQ(rig.codes(kLogin + "MAIL FROM:<a@sales>\r\nMAIL FROM:<a@[127.0.0.1]>\r\nRCPT TO:<b@sales>\r\n" +
                      kRcpt + "DATA\r\nTo: a@b.example,\r\n Bob <bob@sales>\r\n\r\n.\r\n"),
            "250,235,554,250,554,250,354,554");
  EXPECT_EQ(
      rig.codes("MAIL FROM:<a@b.example>\r\n" + kRcpt + "DATA\r\nTo: x: a@b.c;\r\nSubject: a@b\r\n\r\n.\r\n"),
      "250,250,354,250");
  rig.world.accounts->add_domain("sales");
  EXPECT_EQ(rig.codes("MAIL FROM:<a@sales>\r\n"), "250");
  Rig mta;
  EXPECT_EQ(mta.codes(kEhlo + "MAIL FROM:<a@sales>\r\n"), "250,250");
}

// RFC 6409 8.2, 8.3
TEST(Submission, AddsDateAndMessageId) {
  Rig again(SmtpKind::Submission);
  EXPECT_EQ(again.codes(kLogin + "MAIL FROM:<user2@example.test>\r\n" + kRcpt + kMessage),
            "250,235,250,250,354,250");
  EXPECT_THAT(newest(again, 1), HasSubstr("\r\nDate: Sun, 9 Sep 2001 01:46:40 +0000\r\nMessage-ID: <"));
  Rig has(SmtpKind::Submission);
  EXPECT_EQ(has.codes(kLogin + "MAIL FROM:<user2@example.test>\r\n" + kRcpt +
                      "DATA\r\nmessage-id: <a@b>\r\nDATE : x\r\n\r\nMessage-ID: y\r\n.\r\n"),
            "250,235,250,250,354,250");
  EXPECT_THAT(newest(has, 1), Not(HasSubstr("Message-ID: <")));
  Rig mta;
  EXPECT_EQ(mta.codes(kEhlo + "MAIL FROM:<a@b>\r\n" + kRcpt + kMessage), "250,250,250,354,250");
  EXPECT_THAT(newest(mta, 1), Not(HasSubstr("Message-ID")));
}

// RFC 6409 8.3
TEST(Submission, ReplacesAMessageIdThatIsNone) {
  for (const char* id : {"x", "<x>", "<>", "<@b>", "", "<a@b> <c@d>"}) {
    Rig rig(SmtpKind::Submission);
    EXPECT_EQ(rig.codes(kLogin + "MAIL FROM:<user2@example.test>\r\n" + kRcpt +
                        "DATA\r\nA: b\r\nMessage-Id: " + id + "\r\n c\r\nC: d\r\n\r\nMessage-ID: y\r\n.\r\n"),
              "250,235,250,250,354,250");
    EXPECT_THAT(newest(rig, 1), HasSubstr("\r\nMessage-ID: <"));
    EXPECT_TRUE(newest(rig, 1).ends_with("\r\nA: b\r\nC: d\r\n\r\nMessage-ID: y\r\n")) << newest(rig, 1);
  }
  Rig mta;
  EXPECT_EQ(mta.codes(kEhlo + "MAIL FROM:<a@b>\r\n" + kRcpt + "DATA\r\nMessage-ID: x\r\n\r\n.\r\n"),
            "250,250,250,354,250");
  EXPECT_TRUE(newest(mta, 1).ends_with("Message-ID: x\r\n\r\n"));
}

// RFC 6409 5.1: whoever alters the header is to refuse addresses that break the grammar.
TEST(Submission, RefusesAddressesThatAreNone) {
  const auto codes = [](SmtpKind kind, const std::string& field) {
    Rig rig(kind);
    return rig.codes(kLogin + "MAIL FROM:<user2@example.test>\r\n" + kRcpt + "DATA\r\n" + field +
                     "\r\n\r\n.\r\n");
  };
  for (const char* good : {"To: undisclosed-recipients:;", "To: a: b@c.example, \"d e\"@f.example;",
                           "Cc: A. B. <c@d.example>,\r\n e@[127.0.0.1]", "Bcc:", "To: \"\"@c.example",
                           "From: jos\xC3\xA9@b.example", "To: x_y@under_score.example (z)", "Subject: a@"}) {
    EXPECT_EQ(codes(SmtpKind::Submission, good), "250,235,250,250,354,250") << good;
  }
  for (const char* bad : {"To: bob", "From: a@", "Cc: @c.example", "To: a@b..example", "Reply-To: A <b>",
                          "Sender: a@.b", "To: a@b.example, c@d e.example", "To: <>"}) {
    EXPECT_EQ(codes(SmtpKind::Submission, bad), "250,235,250,250,354,554") << bad;
    EXPECT_EQ(codes(SmtpKind::Mta, bad), "250,235,250,250,354,250") << bad;
  }
}

// RFC 5321 3.5, 7.3
TEST(Vrfy, TellsWhatItsOwnerWillHaveTold) {
  Rig closed;
  EXPECT_EQ(closed.codes("VRFY user1\r\nVRFY nobody\r\nEXPN list\r\n"), "252,252,502");
  Rig open;
  open.world.smtp.tells_mailboxes = true;
  EXPECT_EQ(open.talk("VRFY user1\r\n"), "250 2.1.5 <user1@example.test>\r\n");
  EXPECT_EQ(
      open.codes(
          "VRFY <user1@EXAMPLE.test> SMTPUTF8\r\nVRFY nobody\r\nVRFY x@elsewhere.example\r\nEXPN list\r\n"),
      "250,550,550,550");
}

// RFC 5321 4.5.1
TEST(Vrfy, KnowsThePostmaster) {
  Rig open;
  open.world.smtp.tells_mailboxes = true;
  EXPECT_EQ(open.codes("VRFY postmaster\r\nVRFY <PostMaster@example.test>\r\nVRFY <postmaster>\r\n"),
            "250,250,250");
}

// RFC 5321 3.5.2, 4.1.1.1: EXPN is announced where it is there.
TEST(Vrfy, ExpnIsAnnouncedWhereItIsServed) {
  for (const bool open : {false, true}) {
    Rig rig;
    rig.world.smtp.tells_mailboxes = open;
    EXPECT_EQ(rig.talk(kEhlo).find("250-EXPN\r\n") != std::string::npos, open);
    EXPECT_EQ(rig.codes("EXPN list\r\n"), open ? "550" : "502");
  }
}

TEST(Help, KnowsTheCommands) {
  Rig rig;
  EXPECT_EQ(rig.codes("HELP\r\nHELP mail\r\nHELP FROB\r\n"), "214,214,504");
}

}  // namespace
}  // namespace mailrig::server
