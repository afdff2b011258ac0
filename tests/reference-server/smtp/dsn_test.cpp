// Delivery status notifications: what MAIL and RCPT may ask for (RFC 3461 4, 5.1), and what is told (5.2, 6).
#include <gmock/gmock.h>

#include "harness/mail/message.hpp"
#include "harness/sasl/sasl.hpp"
#include "harness/wire/utf8.hpp"
#include "reference-server/session/smtp/report.hpp"
#include "tests/reference-server/smtp/rig.hpp"

namespace mailrig::server {
namespace {

using testing::HasSubstr;
using testing::Not;

const std::string kMessage = "DATA\r\nSubject: x\r\n\r\nbody\r\n.\r\n";

std::string envelope(const std::string& mail, const std::string& rcpt,
                     const std::string& sender = "<user2@example.test>") {
  return "MAIL FROM:" + sender + mail + "\r\nRCPT TO:<user1@example.test>" + rcpt + "\r\n";
}

std::string talk(const std::string& mail, const std::string& rcpt) {
  return "EHLO c\r\n" + envelope(mail, rcpt) + kMessage;
}

std::string report_of(Rig& rig) {
  return rig.inbox(2).empty() ? "" : std::string(*rig.inbox(2).back().body.octets());
}

TEST(Dsn, IsOffered) {
  for (const SmtpKind kind : {SmtpKind::Mta, SmtpKind::Submission}) {
    Rig rig(kind);
    EXPECT_THAT(rig.talk("EHLO c\r\n"), HasSubstr("250-DSN\r\n"));
  }
  Rig rig(SmtpKind::Lmtp);
  EXPECT_THAT(rig.talk("LHLO c\r\n"), HasSubstr("250-DSN\r\n"));
}

// 4, 5.1
TEST(Dsn, TakesAllValuesOfTheGrammar) {
  for (const char* mail : {"", " RET=FULL", " ret=hdrs ENVID=QQ314159", " ENVID=a+20b+2B"}) {
    for (const char* rcpt :
         {"", " NOTIFY=NEVER", " NOTIFY=success,FAILURE,Delay", " NOTIFY=DELAY ORCPT=rfc822;Bob@x+2By",
          " ORCPT=x400;a+20b", " ORCPT=utf-8;jos\\x{E9}@b"}) {
      Rig rig;
      EXPECT_EQ(rig.codes("EHLO c\r\n" + envelope(mail, rcpt)), "250,250,250") << mail << rcpt;
    }
  }
}

TEST(Dsn, RefusesOtherValuesBy501) {
  for (const std::string mail : {"RET", "RET=NONE", "ENVID", "ENVID=+", "ENVID=a+0D+0Ab", "ENVID=+E9",
                                 "ENVID=a ENVID=b", "RET=FULL RET=FULL"}) {
    Rig rig;
    EXPECT_EQ(rig.codes("EHLO c\r\n" + envelope(" " + mail, "")), "250,501,503") << mail;
  }
  Rig rig;
  EXPECT_EQ(rig.codes("EHLO c\r\nMAIL FROM:<> ENVID=" + std::string(101, 'x') + "\r\n"), "250,501");
  for (const std::string rcpt :
       {"NOTIFY", "NOTIFY=NONE", "NOTIFY=NEVER,SUCCESS", "NOTIFY=SUCCESS,", "NOTIFY=,", "ORCPT", "ORCPT=a@b",
        "ORCPT=;a", "ORCPT=rfc822;a+0Ab", "ORCPT=rfc822;+C3+A9", "ORCPT=utf-8;a+b", "ORCPT=utf-8;",
        "NOTIFY=NEVER NOTIFY=NEVER", "ORCPT=rfc822;a ORCPT=rfc822;a"}) {
    Rig again;
    EXPECT_EQ(again.codes("EHLO c\r\n" + envelope("", " " + rcpt)), "250,250,501") << rcpt;
  }
}

// 5.4
TEST(Dsn, TakesTheLongestLines) {
  Rig rig;
  const std::string envid(100, 'x');
  const std::string orcpt = "rfc822;" + std::string(493, 'y');
  EXPECT_EQ(rig.codes("EHLO c\r\n" +
                      envelope(" RET=HDRS ENVID=" + envid, " NOTIFY=SUCCESS,FAILURE,DELAY ORCPT=" + orcpt)),
            "250,250,250");
}

// 5.2.3
TEST(Dsn, DeliveryIsToldWhenSuccessWasAskedFor) {
  for (const char* rcpt : {"", " NOTIFY=NEVER", " NOTIFY=FAILURE,DELAY"}) {
    Rig rig;
    EXPECT_EQ(rig.codes(talk("", rcpt)), "250,250,250,354,250");
    EXPECT_EQ(report_of(rig), "") << rcpt;
  }
  Rig rig;
  EXPECT_EQ(rig.codes(talk(" ENVID=a+20b", " NOTIFY=SUCCESS ORCPT=rfc822;Bob+2Bx@y")), "250,250,250,354,250");
  const std::string report = report_of(rig);
  EXPECT_TRUE(report.starts_with("Return-Path: <>\r\nFrom: "));
  EXPECT_THAT(report, HasSubstr("To: <user2@example.test>\r\n"));
  EXPECT_THAT(report, HasSubstr("Original-Envelope-Id: a b\r\nReporting-MTA: dns; mail.example.test\r\n"));
  EXPECT_THAT(
      report,
      HasSubstr("\r\n\r\nOriginal-Recipient: rfc822; Bob+x@y\r\n"
                "Final-Recipient: rfc822; user1@example.test\r\nAction: delivered\r\nStatus: 2.0.0\r\n"));
  EXPECT_THAT(report, HasSubstr("Content-Type: text/rfc822-headers\r\n\r\nSubject: x\r\n\r\n--"));
  EXPECT_THAT(report, Not(HasSubstr("body")));
}

// RFC 6522 3, RFC 3464 2
TEST(Dsn, IsAMultipartReportOfThreeParts) {
  Rig rig;
  (void)rig.talk(talk("", " NOTIFY=SUCCESS"));
  const mail::Part part = mail::part_tree(report_of(rig));
  EXPECT_EQ(part.type + "/" + part.subtype, "multipart/report");
  ASSERT_EQ(part.parts.size(), 3U);
  EXPECT_EQ(part.parts[1].subtype, "delivery-status");
  EXPECT_EQ(part.parts[2].subtype, "rfc822-headers");
}

TEST(Dsn, OneReportTellsOfAllRecipients) {
  Rig rig;
  EXPECT_EQ(
      rig.codes("EHLO c\r\n" + envelope("", " NOTIFY=SUCCESS") +
                "RCPT TO:<user3@example.test> NOTIFY=SUCCESS\r\nRCPT TO:<user2@example.test>\r\n" + kMessage),
      "250,250,250,250,250,354,250");
  ASSERT_EQ(rig.inbox(2).size(), 2U);
  EXPECT_THAT(report_of(rig), HasSubstr("Final-Recipient: rfc822; user3@example.test"));
  EXPECT_THAT(report_of(rig), Not(HasSubstr("rfc822; user2@example.test")));
}

// 5.2: never to the null reverse-path
TEST(Dsn, NobodyIsToldOfAMessageFromTheNullReversePath) {
  Rig rig;
  EXPECT_EQ(rig.codes("EHLO c\r\n" + envelope("", " NOTIFY=SUCCESS", "<>") + kMessage),
            "250,250,250,354,250");
  EXPECT_EQ(rig.inbox(1).size(), 1U);
  EXPECT_EQ(rig.inbox(2).size(), 0U);
}

TEST(Dsn, LmtpTellsOfDelivery) {
  Rig rig(SmtpKind::Lmtp);
  EXPECT_EQ(rig.codes("LHLO c\r\n" + envelope("", " NOTIFY=SUCCESS") + kMessage), "250,250,250,354,250");
  EXPECT_THAT(report_of(rig), HasSubstr("Action: delivered"));
}

smtpd::Envelope from(const std::string& sender) {
  smtpd::Envelope envelope;
  envelope.reverse_path = "<" + sender + ">";
  envelope.sender = sender;
  return envelope;
}

smtpd::Recipient to(const std::string& address, std::uint8_t notify = 0) {
  smtpd::Recipient recipient;
  recipient.address = address;
  recipient.notify = notify;
  return recipient;
}

// 5.2.3, 5.2.5, 5.2.6
TEST(Dsn, WantedIsWhatNotifySays) {
  using smtpd::Action;
  const struct {
    std::uint8_t notify;
    bool failed, delayed, delivered;
  } table[] = {{0, true, true, false},
               {smtpd::kNever, false, false, false},
               {smtpd::kSuccess, false, false, true},
               {smtpd::kFailure, true, false, false},
               {smtpd::kDelay | smtpd::kFailure, true, true, false}};
  for (const auto& row : table) {
    const smtpd::Recipient recipient = to("a@b", row.notify);
    EXPECT_EQ(smtpd::is_wanted(from("c@d"), {&recipient, Action::Failed, {}}), row.failed);
    EXPECT_EQ(smtpd::is_wanted(from("c@d"), {&recipient, Action::Delayed, {}}), row.delayed);
    EXPECT_EQ(smtpd::is_wanted(from("c@d"), {&recipient, Action::Delivered, {}}), row.delivered);
    EXPECT_FALSE(smtpd::is_wanted(from(""), {&recipient, Action::Failed, {}}));
  }
}

// 4.3, 6.2: the message is returned whole when RET says so and it failed.
TEST(Dsn, RetDecidesWhatIsReturnedOfAFailure) {
  const smtpd::Recipient recipient = to("a@b");
  smtpd::Envelope envelope = from("c@d");
  const std::string message = "A: b\r\n\r\nbody\r\n";
  const auto render = [&](smtpd::Action action) {
    return smtpd::render_report({"h.example", 0, "1"}, envelope, {{&recipient, action, {5, 0, 0}}}, message);
  };
  EXPECT_THAT(render(smtpd::Action::Failed), Not(HasSubstr("body\r\n")));
  envelope.ret = smtpd::Return::Full;
  EXPECT_THAT(render(smtpd::Action::Failed),
              HasSubstr("Content-Type: message/rfc822\r\n\r\n" + message + "\r\n--=_1--"));
  EXPECT_THAT(render(smtpd::Action::Delivered), Not(HasSubstr("body\r\n")));
  envelope.require_tls = true;  // RFC 8689 5
  EXPECT_THAT(render(smtpd::Action::Failed), Not(HasSubstr("body\r\n")));
}

// 6.3, 9.2
TEST(Dsn, TellsTheNextHopAndItsReply) {
  const smtpd::Recipient recipient = to("a@b");
  smtpd::Outcome outcome{&recipient, smtpd::Action::Failed, {5, 1, 1}};
  outcome.remote = "mx.example.com";
  outcome.diagnostic = "550-mailbox unavailable\n550 user has moved";
  const std::string report = smtpd::render_report({"h", 0, "1"}, from("c@d"), {outcome}, "A: b\r\n\r\n");
  EXPECT_THAT(report, HasSubstr("Remote-MTA: dns; mx.example.com\r\n"
                                "Diagnostic-Code: smtp; 550-mailbox unavailable\r\n 550 user has moved\r\n"));
  EXPECT_THAT(report, HasSubstr("Reporting-MTA: x-local-hostname; h\r\n"));
}

// RFC 6533 4
TEST(Dsn, AddressesOutsideAsciiMakeAGlobalReport) {
  smtpd::Recipient recipient = to("jos\xC3\xA9@b");
  recipient.orcpt = "utf-8;jos\\x{E9}@b";
  const std::string report =
      smtpd::render_report({"h.example", 0, "1"}, from("c@d"),
                           {{&recipient, smtpd::Action::Failed, {5, 0, 0}}}, "Subject: \xC3\xA9\r\n\r\n");
  EXPECT_THAT(
      report,
      HasSubstr("Content-Type: message/global-delivery-status\r\nContent-Transfer-Encoding: 8bit\r\n"));
  EXPECT_THAT(
      report,
      HasSubstr("Original-Recipient: utf-8; jos\xC3\xA9@b\r\nFinal-Recipient: utf-8; jos\xC3\xA9@b\r\n"));
  EXPECT_THAT(report, HasSubstr("Content-Type: message/global-headers\r\n"));
}

// RFC 6533 4.5: the way back may know no SMTPUTF8. RFC 2046 5.2.1: what is of message/rfc822 stays as it is.
TEST(Dsn, WhatIsNotAsciiIsEncodedOnRequest) {
  const smtpd::Recipient recipient = to("jos\xC3\xA9@b");
  smtpd::Envelope envelope = from("c@d");
  envelope.ret = smtpd::Return::Full;
  smtpd::Reporter reporter{"h.example", 0, "1"};
  reporter.seven_bit = true;
  const auto render = [&](std::string_view message) {
    return smtpd::render_report(reporter, envelope, {{&recipient, smtpd::Action::Failed, {5, 0, 0}}},
                                message);
  };
  const std::string global = render("Subject: \xC3\xA9\r\n\r\nb\r\n");
  EXPECT_TRUE(wire::is_ascii(global));
  EXPECT_THAT(global, HasSubstr("Content-Type: message/global\r\nContent-Transfer-Encoding: base64\r\n\r\n" +
                                sasl::base64("Subject: \xC3\xA9\r\n\r\nb\r\n") + "\r\n\r\n--=_1--\r\n"));
  EXPECT_THAT(global, HasSubstr("message/global-delivery-status\r\nContent-Transfer-Encoding: base64\r\n"));
  for (const char* message : {"Subject: x\r\n\r\n\xC3\xA9\r\n", "Subject: \xE9\r\n\r\nx\r\n"})
    EXPECT_THAT(render(message),
                HasSubstr("Content-Type: message/rfc822\r\nContent-Transfer-Encoding: 8bit\r\n"));
}

// RFC 3461 6.3 (b), (h), 9.3
TEST(Dsn, AnAddressIsNoDomainName) {
  const smtpd::Recipient recipient = to("a@b");
  for (const auto& [host, remote] : {std::pair{"127.0.0.1", "[127.0.0.1]"},
                                     {"::1", "[IPv6:::1]"},
                                     {"localhost", "localhost"},
                                     {"mx.b.example", "mx.b.example"}}) {
    smtpd::Outcome outcome{&recipient, smtpd::Action::Failed, {5, 1, 1}};
    outcome.remote = host;
    const std::string report =
        smtpd::render_report({"127.0.0.1", 0, "1"}, from("c@d"), {outcome}, "A: b\r\n");
    EXPECT_THAT(report, HasSubstr(std::string("Remote-MTA: dns; ") + remote + "\r\n"));
    EXPECT_THAT(report, HasSubstr("Reporting-MTA: x-local-hostname; 127.0.0.1\r\n"));
  }
}

TEST(Dsn, TheBoundaryIsNotOfTheMessage) {
  const smtpd::Recipient recipient = to("a@b");
  const std::string report =
      smtpd::render_report({"h.example", 0, "1"}, from("c@d"),
                           {{&recipient, smtpd::Action::Failed, {5, 0, 0}}}, "A: --=_1\r\n\r\n");
  EXPECT_EQ(mail::part_tree(report).parts.size(), 3U);
  EXPECT_THAT(report, HasSubstr("boundary=\"=_1_\""));
}

}  // namespace
}  // namespace mailrig::server
