// The queue: where mail goes, when it is tried again, and what its sender is told.
#include "reference-server/session/smtp/queue.hpp"

#include <gmock/gmock.h>

#include "harness/wire/utf8.hpp"
#include "reference-server/session/smtp/queue_text.hpp"
#include "tests/reference-server/smtp/rig.hpp"

namespace mailrig::server {
namespace {

using smtpd::Consignment;
using smtpd::Handed;
using smtpd::Verdict;
using testing::HasSubstr;
using testing::Not;
using Kind = Verdict::Kind;

const std::string kLogin = "EHLO c\r\nAUTH PLAIN AHVzZXIxAHBhc3M=\r\n";
const std::string kMessage = "DATA\r\nSubject: x\r\n\r\nbody\r\n.\r\n";
const std::vector<smtpd::Route> kRoutes{{"next.example", {"127.0.0.1", 2526}}, {"null.example", {".", 0}}};

std::string to_next(const std::string& mail = "", const std::string& rcpt = "") {
  return kLogin + "MAIL FROM:<user2@example.test>" + mail + "\r\nRCPT TO:<bob@next.example>" + rcpt + "\r\n" +
         kMessage;
}

std::string report_of(Rig& rig) {
  return rig.inbox(2).empty() ? "" : std::string(*rig.inbox(2).back().body.octets());
}

Handed handed(Kind kind, smtp::EnhancedCode status = {4, 0, 0}, const std::string& reply = "") {
  Handed all;
  all.verdicts.push_back({kind, status, reply});
  return all;
}

// RFC 5321 3.6.2: never for who has not logged in, and never without a way.
TEST(Queue, TakesMailOfThoseWhoHaveLoggedInOnly) {
  Rig rig;
  rig.relay(kRoutes);
  EXPECT_EQ(rig.codes("EHLO c\r\nMAIL FROM:<a@b>\r\nRCPT TO:<bob@next.example>\r\n"), "250,250,550");
  Rig known;
  known.relay(kRoutes);
  EXPECT_EQ(known.codes(kLogin +
                        "MAIL FROM:<a@b>\r\nRCPT TO:<bob@NEXT.example>\r\nRCPT TO:<bob@other.example>\r\n"),
            "250,235,250,250,550");
  Rig all;
  all.relay({{"", {"127.0.0.1", 2526}}});
  EXPECT_EQ(
      all.codes(kLogin + "MAIL FROM:<a@b>\r\nRCPT TO:<bob@other.example>\r\nRCPT TO:<bob@[127.0.0.9]>\r\n"),
      "250,235,250,250,250");
}

// RFC 7505 4.1
TEST(Queue, TakesNoMailForOrFromADomainWithNullMx) {
  Rig rig;
  rig.relay(kRoutes);
  EXPECT_TRUE(rig.talk(kLogin + "MAIL FROM:<a@b>\r\n").ends_with("250 2.1.0 sender ok\r\n"));
  EXPECT_TRUE(rig.talk("RCPT TO:<bob@null.example>\r\n").starts_with("556 5.1.10 "));
  EXPECT_TRUE(rig.talk("RSET\r\nMAIL FROM:<a@null.example>\r\n")
                  .ends_with("550 5.7.27 that domain takes no mail\r\n"));
}

TEST(Queue, HandsOnWithReceivedAndWithoutReturnPath) {
  Rig rig;
  rig.relay(kRoutes);
  EXPECT_EQ(rig.codes(to_next()), "250,235,250,250,354,250");
  const std::vector<Consignment> due = rig.queue->run(8);
  ASSERT_EQ(due.size(), 1U);
  EXPECT_EQ(due[0].hop, kRoutes[0].hop);
  EXPECT_TRUE(due[0].message->starts_with("Received: from c "));
  EXPECT_TRUE(due[0].message->ends_with("Subject: x\r\n\r\nbody\r\n"));
  EXPECT_TRUE(rig.queue->run(8).empty());  // it is under way
  rig.queue->done(due[0].id, handed(Kind::Taken, {2, 0, 0}));
  EXPECT_EQ(rig.queue->size(), 0U);
  EXPECT_EQ(report_of(rig), "");
}

// RFC 5321 4.5.4.1
TEST(Queue, WaitsLongerAfterEachAttempt) {
  Rig rig;
  rig.relay(kRoutes, {60, 200, 1000});
  (void)rig.talk(to_next());
  for (const std::int64_t wait : {60, 120, 200, 200}) {
    const std::vector<Consignment> due = rig.queue->run(8);
    ASSERT_EQ(due.size(), 1U);
    rig.queue->done(due[0].id, handed(Kind::Later, {4, 4, 2}, "421 4.4.2 busy"));
    EXPECT_EQ(rig.queue->next(), rig.now + wait);
    rig.now += wait - 1;
    EXPECT_TRUE(rig.queue->run(8).empty());
    rig.now += 1;
  }
  EXPECT_EQ(report_of(rig), "");
  const std::vector<Consignment> due = rig.queue->run(8);
  ASSERT_EQ(due.size(), 1U);
  rig.queue->done(due[0].id, handed(Kind::Later, {4, 4, 2}, "421 4.4.2 busy"));
  rig.now = 1'000'000'000 + 1000;
  EXPECT_TRUE(rig.queue->run(8).empty());
  EXPECT_EQ(rig.queue->size(), 0U);
  EXPECT_THAT(report_of(rig), HasSubstr("Action: failed\r\nStatus: 5.4.7\r\n"));
  EXPECT_THAT(report_of(rig), HasSubstr("Diagnostic-Code: smtp; 421 4.4.2 busy\r\n"));
}

// RFC 3461 5.2.2 (c) to (f), 6.3
TEST(Queue, TellsOfAFailureByAReport) {
  Rig rig;
  rig.relay(kRoutes);
  (void)rig.talk(to_next());
  rig.queue->done(rig.queue->run(8).at(0).id, handed(Kind::Never, {5, 1, 1}, "550 5.1.1 no such user"));
  EXPECT_THAT(report_of(rig),
              HasSubstr("Final-Recipient: rfc822; bob@next.example\r\nAction: failed\r\nStatus: 5.1.1\r\n"
                        "Remote-MTA: dns; [127.0.0.1]\r\nDiagnostic-Code: smtp; 550 5.1.1 no such user\r\n"));
  Rig never;
  never.relay(kRoutes);
  (void)never.talk(to_next("", " NOTIFY=NEVER"));
  never.queue->done(never.queue->run(8).at(0).id, handed(Kind::Never, {5, 1, 1}, "550 no"));
  EXPECT_EQ(report_of(never), "");
}

// RFC 3461 5.2.2 (b): the next hop knows no DSN.
TEST(Queue, TellsThatAMessageWasRelayedWhenNobodyElseWill) {
  for (const bool dsn : {false, true}) {
    Rig rig;
    rig.relay(kRoutes);
    (void)rig.talk(to_next("", " NOTIFY=SUCCESS"));
    Handed all = handed(Kind::Taken, {2, 0, 0}, "250 ok");
    all.dsn = dsn;
    rig.queue->done(rig.queue->run(8).at(0).id, all);
    EXPECT_EQ(report_of(rig).find("Action: relayed") != std::string::npos, !dsn);
  }
}

// RFC 6533 4.5
TEST(Queue, AReportThatGoesOnIsAscii) {
  Rig rig;
  rig.relay(kRoutes);
  (void)rig.talk(kLogin +
                 "MAIL FROM:<ann@next.example> SMTPUTF8\r\nRCPT TO:<jos\xC3\xA9@next.example>\r\nDATA\r\n"
                 "Subject: \xC3\xA9\r\n\r\n.\r\n");
  rig.queue->done(rig.queue->run(8).at(0).id, handed(Kind::Never, {5, 6, 7}));
  const Consignment report = rig.queue->run(8).at(0);
  EXPECT_TRUE(wire::is_ascii(*report.message));
  EXPECT_FALSE(report.envelope.utf8);
  rig.queue->done(report.id, handed(Kind::Taken));
  // A sender that is not ASCII is told by SMTPUTF8 or not at all.
  (void)rig.talk("MAIL FROM:<ann\xC3\xA9@next.example> SMTPUTF8\r\nRCPT TO:<bob@next.example>\r\n" +
                 kMessage);
  rig.queue->done(rig.queue->run(8).at(0).id, handed(Kind::Never, {5, 6, 7}));
  EXPECT_TRUE(rig.queue->run(8).at(0).envelope.utf8);
}

TEST(Queue, AReportOfAReportIsNeverSent) {
  Rig rig;
  rig.relay(kRoutes);
  (void)rig.talk(kLogin + "MAIL FROM:<ann@next.example>\r\nRCPT TO:<bob@next.example>\r\n" + kMessage);
  const Consignment first = rig.queue->run(8).at(0);
  rig.queue->done(first.id, handed(Kind::Never, {5, 1, 1}, "550 no"));
  const Consignment report = rig.queue->run(8).at(0);
  EXPECT_EQ(report.envelope.sender, "");
  EXPECT_EQ(report.recipients.at(0).address, "ann@next.example");
  EXPECT_EQ(report.recipients.at(0).notify, smtpd::kNever);
  EXPECT_TRUE(rig.inbox(1).empty());
  rig.queue->done(report.id, handed(Kind::Never, {5, 1, 1}, "550 no"));
  EXPECT_EQ(rig.queue->size(), 0U);
  // RFC 3461 5.2: the postmaster hears of it, and nobody else.
  ASSERT_EQ(rig.inbox(1).size(), 1U);
  const std::string told(*rig.inbox(1).back().body.octets());
  EXPECT_TRUE(told.starts_with("Return-Path: <>\r\n"));
  EXPECT_THAT(told, HasSubstr("To: <postmaster@mail.example.test>\r\n"));
  EXPECT_THAT(told, HasSubstr("Final-Recipient: rfc822; ann@next.example\r\nAction: failed\r\n"));
}

// The sender's domain takes no mail from us, or none at all.
TEST(Queue, ThePostmasterHearsOfAFailureWhoseReportHasNoWay) {
  Rig rig;
  rig.relay({{"next.example", {"127.0.0.1", 2526}}});
  for (const char* notify : {"", " NOTIFY=NEVER", " NOTIFY=SUCCESS"}) {
    (void)rig.talk(kLogin + "MAIL FROM:<ann@elsewhere.example>\r\nRCPT TO:<bob@next.example>" + notify +
                   "\r\n" + kMessage);
    rig.queue->done(rig.queue->run(8).at(0).id, handed(Kind::Never, {5, 1, 1}, "550 no"));
    EXPECT_EQ(rig.inbox(1).size(), 1U) << notify;  // NOTIFY forbade the others
  }
  (void)rig.talk("MAIL FROM:<ann@elsewhere.example>\r\nRCPT TO:<bob@next.example> NOTIFY=SUCCESS\r\n" +
                 kMessage);
  rig.queue->done(rig.queue->run(8).at(0).id, handed(Kind::Taken, {2, 0, 0}, "250 ok"));
  EXPECT_EQ(rig.inbox(1).size(), 1U);  // that all is well is no failure
}

// RFC 6710 5.1
TEST(Queue, TheHighestPriorityGoesFirst) {
  Rig rig;
  rig.relay(kRoutes);
  (void)rig.talk(to_next(" MT-PRIORITY=-2"));
  (void)rig.talk(to_next().substr(kLogin.size()));
  (void)rig.talk(to_next(" MT-PRIORITY=4").substr(kLogin.size()));
  for (const int priority : {4, 0, -2})
    EXPECT_EQ(rig.queue->run(1).at(0).envelope.priority.value_or(0), priority);
}

// RFC 2852 4.1.3
TEST(Queue, DeliverbyReturnsOrNotifies) {
  Rig returns;
  returns.relay(kRoutes);
  (void)returns.talk(to_next(" BY=120;R"));
  returns.queue->done(returns.queue->run(8).at(0).id, handed(Kind::Later));
  EXPECT_EQ(returns.queue->next(), returns.now + 120);
  returns.now += 120;
  EXPECT_TRUE(returns.queue->run(8).empty());
  EXPECT_EQ(returns.queue->size(), 0U);
  EXPECT_THAT(report_of(returns), HasSubstr("Deliver-By-Date: Sun, 9 Sep 2001 01:48:40 +0000\r\n"));
  EXPECT_THAT(report_of(returns), HasSubstr("Action: failed\r\nStatus: 5.4.7\r\n"));
  Rig notifies;
  notifies.relay(kRoutes);
  (void)notifies.talk(to_next(" BY=120;N"));
  notifies.queue->done(notifies.queue->run(8).at(0).id, handed(Kind::Later, {4, 2, 1}, "450 4.2.1 busy"));
  notifies.now += 120;
  EXPECT_TRUE(notifies.queue->run(8).empty());
  EXPECT_THAT(report_of(notifies), HasSubstr("Action: delayed\r\nStatus: 4.4.7\r\n"));
  // RFC 3461 6.3 (h), (i); RFC 3464 2.3.9
  EXPECT_THAT(report_of(notifies), HasSubstr("Remote-MTA: dns; [127.0.0.1]\r\n"
                                             "Diagnostic-Code: smtp; 450 4.2.1 busy\r\n"
                                             "Will-Retry-Until: Fri, 14 Sep 2001 01:46:40 +0000\r\n"));
  EXPECT_EQ(notifies.queue->size(), 1U);
  EXPECT_GT(notifies.queue->next(), notifies.now);
}

// RFC 2852 4.1.4.2: before the deadline; RFC 3461 5.2.2 (e): of what was handed on later nobody asked to
// hear.
TEST(Queue, DeliverbyTellsThatAMessageWasRelayedInTime) {
  for (const bool late : {false, true}) {
    Rig rig;
    rig.relay(kRoutes);
    (void)rig.talk(to_next(" BY=120;N"));
    rig.now += late ? 120 : 119;
    rig.queue->done(rig.queue->run(8).at(0).id, handed(Kind::Taken, {2, 0, 0}, "250 ok"));
    EXPECT_THAT(report_of(rig), HasSubstr(late ? "Action: delayed" : "Action: relayed"));
    EXPECT_EQ(rig.inbox(2).size(), 1U);
  }
}

TEST(Queue, OneOfSeveralRecipientsIsTriedAgainAlone) {
  Rig rig;
  rig.relay(kRoutes);
  (void)rig.talk(kLogin +
                 "MAIL FROM:<user2@example.test>\r\nRCPT TO:<a@next.example>\r\nRCPT TO:<b@next.example>\r\n"
                 "RCPT TO:<user1@example.test>\r\nRCPT TO:<a@next.example>\r\n" +
                 kMessage);
  EXPECT_EQ(rig.inbox(1).size(), 1U);
  const Consignment both = rig.queue->run(8).at(0);
  ASSERT_EQ(both.recipients.size(), 2U);
  Handed all = handed(Kind::Taken, {2, 0, 0});
  all.verdicts.push_back({Kind::Later, {4, 2, 2}, "452 full"});
  rig.queue->done(both.id, all);
  rig.now += 30 * 60;
  const Consignment rest = rig.queue->run(8).at(0);
  ASSERT_EQ(rest.recipients.size(), 1U);
  EXPECT_EQ(rest.recipients[0].address, "b@next.example");
  EXPECT_EQ(rest.attempts, 1U);
}

TEST(Queue, TextIsReadBackAsItWas) {
  Rig rig(SmtpKind::Submission);
  rig.relay(kRoutes);
  (void)rig.talk(to_next(" RET=FULL ENVID=a BODY=8BITMIME SMTPUTF8 MT-PRIORITY=3 BY=99;NT HOLDFOR=9 AUTH=<>",
                         " NOTIFY=DELAY ORCPT=rfc822;x@y"));
  rig.now += 9;
  const Consignment one = rig.queue->run(8).at(0);
  const std::string text = smtpd::render_consignment(one);
  const auto read = smtpd::parse_consignment(text, *rig.world.accounts);
  ASSERT_TRUE(read);
  EXPECT_EQ(smtpd::render_consignment(*read), text);
  EXPECT_EQ(read->recipients.at(0).orcpt, "rfc822;x@y");
  EXPECT_EQ(read->envelope.by->deadline, one.envelope.by->deadline);
  for (const char* wrong : {"", "{}", "[]", "{\"envelope\":1}"})
    EXPECT_FALSE(smtpd::parse_consignment(wrong, *rig.world.accounts)) << wrong;
}

TEST(Queue, TextIsReadBackWhateverTheNextHopSaid) {
  Rig rig;
  rig.relay(kRoutes);
  (void)rig.talk(to_next());
  Consignment one = rig.queue->run(8).at(0);
  one.last_reply = "550 d\xE9j\xE0 \xFF";
  const auto read = smtpd::parse_consignment(smtpd::render_consignment(one), *rig.world.accounts);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->last_reply, one.last_reply);
}

// RFC 5321 4.2.5: it was taken, and can't be delivered.
TEST(Queue, TellsOfAnAccountThatIsGone) {
  Rig rig;
  rig.relay(kRoutes);
  (void)rig.greeting();
  smtpd::Envelope envelope;
  envelope.sender = "user2@example.test";
  smtpd::Recipient recipient;
  recipient.address = "gone@example.test";
  rig.queue->add(envelope, {recipient}, std::make_shared<const std::string>("A: b\r\n\r\n"), "");
  EXPECT_TRUE(rig.queue->run(8).empty());
  EXPECT_EQ(rig.queue->size(), 0U);
  EXPECT_EQ(rig.queue->tally().returned, 1U);
  EXPECT_THAT(report_of(rig),
              HasSubstr("Final-Recipient: rfc822; gone@example.test\r\nAction: failed\r\nStatus: 5.1.1\r\n"));
}

TEST(Queue, FlushedIsTriedNowButNotWhatIsHeld) {
  Rig rig(SmtpKind::Submission);
  rig.relay(kRoutes);
  (void)rig.talk(to_next());
  (void)rig.talk(to_next(" HOLDFOR=100").substr(kLogin.size()));
  rig.queue->done(rig.queue->run(8).at(0).id, handed(Kind::Later));
  EXPECT_TRUE(rig.queue->run(8).empty());
  EXPECT_EQ(rig.queue->flush(), 1U);
  EXPECT_EQ(rig.queue->run(8).size(), 1U);
  EXPECT_EQ(rig.queue->next(), rig.now + 100);
}

TEST(Queue, CountsWhatBecameOfRecipients) {
  Rig rig;
  rig.relay(kRoutes);
  for (const Kind kind : {Kind::Taken, Kind::Later, Kind::Never, Kind::Never}) {
    (void)rig.talk(rig.session ? to_next().substr(kLogin.size()) : to_next());
    rig.queue->done(rig.queue->run(8).at(0).id, handed(kind));
  }
  EXPECT_EQ(rig.queue->tally().relayed, 1U);
  EXPECT_EQ(rig.queue->tally().put_off, 1U);
  EXPECT_EQ(rig.queue->tally().returned, 2U);
  EXPECT_EQ(rig.queue->tally().delivered, 0U);
}

// RFC 5321 6.3
TEST(Queue, AMessageThatHasBeenEverywhereIsALoop) {
  Rig rig;
  rig.world.limits.hops = 2;
  const std::string hop = "Received: x\r\n";
  const std::string begin = "EHLO c\r\nMAIL FROM:<a@b>\r\nRCPT TO:<user1@example.test>\r\nDATA\r\n";
  EXPECT_EQ(rig.codes(begin + hop + hop + "\r\n.\r\n"), "250,250,250,354,250");
  EXPECT_EQ(rig.codes(begin + hop + hop + hop + "\r\n.\r\n"), "250,250,250,354,554");
}

}  // namespace
}  // namespace mailrig::server
