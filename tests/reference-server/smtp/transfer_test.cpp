// The client that hands a consignment on, against scripted answers.
#include "reference-server/session/smtp/transfer.hpp"

#include <gtest/gtest.h>

namespace mailrig::server::smtpd {
namespace {

using Kind = Verdict::Kind;

Consignment consignment(const std::string& message = "A: b\r\n\r\n.c\r\n") {
  Consignment one;
  one.envelope.reverse_path = "<ann@a.example>";
  one.envelope.sender = "ann@a.example";
  Recipient recipient;
  recipient.address = "bob@b.example";
  one.recipients.push_back(recipient);
  one.message = std::make_shared<const std::string>(message);
  return one;
}

// Feeds each answer in turn; what was said to it follows. "TLS": TLS is up.
std::string talk(Transfer& transfer, const std::vector<std::string>& answers, Wish& wish) {
  std::string said;
  for (const std::string& answer : answers) {
    wish = answer == "TLS" ? transfer.secured(said) : transfer.feed(answer, said);
    if (wish == Wish::Leave || wish == Wish::Close) break;
  }
  return said;
}

Transfer make(const Consignment& one) {
  return Transfer(one, "us.example", [] { return std::int64_t{1000}; });
}

TEST(Transfer, HandsAMessageOn) {
  Transfer transfer = make(consignment());
  Wish wish{};
  EXPECT_EQ(talk(transfer,
                 {"220 hi\r\n", "250-b\r\n250 SIZE\r\n", "250 ok\r\n", "250 ok\r\n", "354 go\r\n",
                  "250 2.6.0 yes\r\n"},
                 wish),
            "EHLO us.example\r\nMAIL FROM:<ann@a.example> SIZE=12\r\nRCPT TO:<bob@b.example>\r\nDATA\r\n"
            "A: b\r\n\r\n..c\r\n.\r\nQUIT\r\n");
  EXPECT_EQ(wish, Wish::Leave);
  EXPECT_EQ(transfer.result().verdicts.at(0).kind, Kind::Taken);
  EXPECT_FALSE(transfer.result().dsn);
  transfer.lost("later");
  EXPECT_EQ(transfer.result().verdicts.at(0).kind, Kind::Taken);
}

TEST(Transfer, AnswersMayComeInPieces) {
  Transfer transfer = make(consignment());
  std::string said;
  for (const char c : std::string("220-a\r\n220 b\r\n250 b\r\n250 ok\r\n550-5.1.1 no\r\n550 5.1.1 such\r\n"))
    if (transfer.feed({&c, 1}, said) == Wish::Leave) break;
  EXPECT_TRUE(said.ends_with("RCPT TO:<bob@b.example>\r\nQUIT\r\n"));
  const Verdict& verdict = transfer.result().verdicts.at(0);
  EXPECT_EQ(verdict.kind, Kind::Never);
  EXPECT_EQ(verdict.status, (smtp::EnhancedCode{5, 1, 1}));
  EXPECT_EQ(verdict.reply, "550-5.1.1 no\n550 5.1.1 such");
}

TEST(Transfer, GreetsByHeloWhoKnowsNoEhlo) {
  Transfer transfer = make(consignment());
  Wish wish{};
  EXPECT_EQ(talk(transfer, {"220 hi\r\n", "500 what\r\n", "250 b\r\n"}, wish),
            "EHLO us.example\r\nHELO us.example\r\nMAIL FROM:<ann@a.example>\r\n");
}

TEST(Transfer, KeepsOfARefusalWhatCanBePrinted) {
  Transfer transfer = make(consignment());
  Wish wish{};
  (void)talk(transfer, {"220 hi\r\n", "250 b\r\n", "550-5.7.1 d\xE9j\xE0\r\n550 5.7.1 \x1B[1m\tvu\r\n"},
             wish);
  EXPECT_EQ(transfer.result().verdicts.at(0).reply, "550-5.7.1 d?j?\n550 5.7.1 ?[1m?vu");
}

// RFC 5321 4.5.3.1.10
TEST(Transfer, TakesABareRefusalOfARecipientBy552ForTooManyRecipients) {
  for (const auto& [reply, kind] : {std::pair{"552 too many\r\n", Kind::Later},
                                    {"552 5.5.3 too many\r\n", Kind::Later},
                                    {"552 5.2.2 full\r\n", Kind::Never},
                                    {"552 5.3.4 too big\r\n", Kind::Never}}) {
    Transfer transfer = make(consignment());
    Wish wish{};
    (void)talk(transfer, {"220 hi\r\n", "250 b\r\n", "250 ok\r\n", reply}, wish);
    EXPECT_EQ(transfer.result().verdicts.at(0).kind, kind) << reply;
  }
  Transfer transfer = make(consignment());
  Wish wish{};
  (void)talk(transfer, {"220 hi\r\n", "250 b\r\n", "552 no\r\n"}, wish);
  EXPECT_EQ(transfer.result().verdicts.at(0).kind, Kind::Never);
}

TEST(Transfer, TriesAgainWhatWasRefusedForNow) {
  const std::vector<std::string> all{"220 hi\r\n", "250 b\r\n", "250 ok\r\n", "250 ok\r\n", "354 go\r\n"};
  for (std::size_t i = 0; i <= all.size(); ++i) {
    Transfer transfer = make(consignment());
    std::vector<std::string> answers(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(i));
    answers.emplace_back("450 4.2.0 not now\r\n");
    Wish wish{};
    (void)talk(transfer, answers, wish);
    EXPECT_EQ(wish, Wish::Leave);
    EXPECT_EQ(transfer.result().verdicts.at(0).kind, Kind::Later) << i;
    EXPECT_EQ(transfer.result().verdicts.at(0).reply, "450 4.2.0 not now");
  }
}

// A 2yz where none takes a message is no delivery.
TEST(Transfer, OnlyTheAnswerToTheMessageTakesIt) {
  for (const std::size_t i : {0U, 4U}) {
    Transfer transfer = make(consignment());
    std::vector<std::string> answers{"220 hi\r\n", "250 b\r\n", "250 ok\r\n", "250 ok\r\n"};
    answers.resize(i);
    answers.emplace_back("250 odd\r\n");
    Wish wish{};
    (void)talk(transfer, answers, wish);
    EXPECT_EQ(wish, Wish::Leave);
    EXPECT_EQ(transfer.result().verdicts.at(0).kind, Kind::Later) << i;
  }
}

TEST(Transfer, WhatIsLostMidwayIsTriedAgain) {
  Transfer transfer = make(consignment());
  Wish wish{};
  (void)talk(transfer, {"220 hi\r\n", "250 b\r\n"}, wish);
  transfer.lost("gone");
  EXPECT_EQ(transfer.result().verdicts.at(0).kind, Kind::Later);
  EXPECT_EQ(transfer.result().verdicts.at(0).reply, "gone");
}

// RFC 3461 5.2.1, 6152, 6710, 4954 5, 2852 4.1.4
TEST(Transfer, PassesOnWhatTheNextHopKnows) {
  Consignment one = consignment("A: \xC3\xA9\r\n\r\n");
  one.envelope.ret = Return::Headers;
  one.envelope.envid = "QQ+20";
  one.envelope.utf8 = true;
  one.envelope.priority = -3;
  one.envelope.submitter = "e=mc2@a.example";
  one.envelope.by = DeliverBy{1120, true, true, false};
  one.recipients[0].notify = kSuccess | kDelay;
  one.recipients[0].orcpt = "rfc822;Bob@X";
  Transfer transfer = make(one);
  Wish wish{};
  const std::string said =
      talk(transfer,
           {"220 hi\r\n",
            "250-b\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250-DSN\r\n250-MT-PRIORITY\r\n250-DELIVERBY 60\r\n250 "
            "AUTH PLAIN\r\n",
            "250 ok\r\n"},
           wish);
  EXPECT_EQ(said,
            "EHLO us.example\r\nMAIL FROM:<ann@a.example> BODY=8BITMIME SMTPUTF8 MT-PRIORITY=-3 "
            "AUTH=e+3Dmc2@a.example RET=HDRS ENVID=QQ+20 BY=120;RT\r\n"
            "RCPT TO:<bob@b.example> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;Bob@X\r\n");
}

// RFC 2852 4.1.4.2
TEST(Transfer, AsksForNewsOfDelayWhereDeliverbyIsNotKnown) {
  for (const auto& [deadline, notify] : {std::pair{1001, " NOTIFY=FAILURE,DELAY"}, {1000, ""}, {900, ""}}) {
    Consignment one = consignment();
    one.envelope.by = DeliverBy{deadline, false, false, false};
    Transfer transfer = make(one);
    Wish wish{};
    const std::string said = talk(transfer, {"220 hi\r\n", "250-b\r\n250 DSN\r\n", "250 ok\r\n"}, wish);
    EXPECT_TRUE(said.ends_with(std::string("RCPT TO:<bob@b.example>") + notify + "\r\n")) << said;
  }
}

struct Lack {
  const char* offered;
  smtp::EnhancedCode status;
  std::function<void(Consignment&)> needs;
};

TEST(Transfer, NeverSendsLessThanTheMessageNeeds) {
  const Lack table[] = {
      {"SMTPUTF8", {5, 6, 3}, [](Consignment& one) { one = consignment("A: \xC3\xA9\r\n\r\n"); }},
      {"8BITMIME",
       {5, 6, 7},
       [](Consignment& one) {
         one.recipients[0].address = "jos\xC3\xA9@b.example";
         one.envelope.utf8 = true;
       }},
      {"DSN",  // the Received field has the address
       {5, 6, 7},
       [](Consignment& one) {
         one = consignment("Received: for <jos\xC3\xA9@b.example>\r\n\r\n");
         one.recipients[0].address = "jos\xC3\xA9@b.example";
         one.envelope.utf8 = true;
       }},
      {"BINARYMIME", {5, 6, 1}, [](Consignment& one) { one.envelope.binary = true; }},
      {"REQUIRETLS", {5, 7, 10}, [](Consignment& one) { one.envelope.require_tls = true; }},
      {"DSN",
       {5, 3, 3},
       [](Consignment& one) {
         one.envelope.by = DeliverBy{1100, true, false, false};
       }},
      {"DELIVERBY 240",
       {5, 4, 7},
       [](Consignment& one) {
         one.envelope.by = DeliverBy{1100, true, false, false};
       }},
  };
  for (const Lack& row : table) {
    Consignment one = consignment();
    row.needs(one);
    Transfer transfer = make(one);
    Wish wish{};
    EXPECT_EQ(talk(transfer, {"220 hi\r\n", "250-b\r\n250 " + std::string(row.offered) + "\r\n"}, wish),
              "EHLO us.example\r\nQUIT\r\n")
        << row.offered;
    EXPECT_EQ(transfer.result().verdicts.at(0).kind, Kind::Never);
    EXPECT_EQ(transfer.result().verdicts.at(0).status, row.status) << row.offered;
  }
}

TEST(Transfer, BeginsTlsWhereItIsOffered) {
  Consignment one = consignment();
  one.envelope.require_tls = true;
  Transfer transfer = make(one);
  Wish wish{};
  EXPECT_EQ(talk(transfer, {"220 hi\r\n", "250-b\r\n250 STARTTLS\r\n", "220 go\r\n250 injected\r\n"}, wish),
            "EHLO us.example\r\nSTARTTLS\r\n");
  EXPECT_EQ(wish, Wish::StartTls);
  EXPECT_EQ(talk(transfer, {"TLS", "250-b\r\n250 REQUIRETLS\r\n"}, wish),
            "EHLO us.example\r\nMAIL FROM:<ann@a.example> REQUIRETLS\r\n");
  Transfer lost = make(one);
  (void)talk(lost, {"220 hi\r\n", "250-b\r\n250 STARTTLS\r\n", "220 go\r\n"}, wish);
  lost.lost("bad certificate");
  EXPECT_EQ(lost.result().verdicts.at(0).status, (smtp::EnhancedCode{5, 7, 10}));
}

// Where TLS is not asked for, better in the clear than never.
TEST(Transfer, DoesWithoutTlsWhereThatHasFailed) {
  Consignment one = consignment();
  Transfer failing = make(one);
  Wish wish{};
  (void)talk(failing, {"220 hi\r\n", "250-b\r\n250 STARTTLS\r\n", "220 go\r\n"}, wish);
  failing.lost("bad record");
  EXPECT_TRUE(failing.result().tls_failed);
  EXPECT_EQ(failing.result().verdicts.at(0).kind, Kind::Later);
  one.in_the_clear = true;
  Transfer again = make(one);
  EXPECT_EQ(talk(again, {"220 hi\r\n", "250-b\r\n250 STARTTLS\r\n"}, wish),
            "EHLO us.example\r\nMAIL FROM:<ann@a.example>\r\n");
}

TEST(Transfer, BinaryGoesByOneChunk) {
  Consignment one = consignment(std::string("A: b\r\n\r\n\0\n.", 11));
  one.envelope.binary = true;
  Transfer transfer = make(one);
  Wish wish{};
  const std::string said = talk(
      transfer,
      {"220 hi\r\n", "250-b\r\n250-CHUNKING\r\n250 BINARYMIME\r\n", "250 ok\r\n", "250 ok\r\n", "250 ok\r\n"},
      wish);
  EXPECT_EQ(said,
            "EHLO us.example\r\nMAIL FROM:<ann@a.example> BODY=BINARYMIME\r\nRCPT TO:<bob@b.example>\r\n"
            "BDAT 11 LAST\r\n" +
                *one.message + "QUIT\r\n");
  EXPECT_EQ(transfer.result().verdicts.at(0).kind, Kind::Taken);
}

// A login, in the clear on this machine unless `tls` says otherwise.
Transfer with_login(HopTls tls = HopTls::Offered, const std::string& password = "secret") {
  Terms terms{tls, true, "rig", password};
  terms.in_the_clear_ok = tls == HopTls::Offered;
  return Transfer(
      consignment(), "us.example", [] { return std::int64_t{1000}; }, terms);
}

// RFC 4954 4
TEST(TransferLogin, ComesBeforeTheMessage) {
  struct Row {
    std::string offered;
    std::vector<std::string> answers;
    std::string said;
  };
  const Row table[] = {
      {"PLAIN", {}, "AUTH PLAIN AHJpZwBzZWNyZXQ=\r\n"},
      {"X-ODD login", {"334 VXNlcm5hbWU6\r\n", "334 UGFzc3dvcmQ6\r\n"}, "AUTH LOGIN\r\ncmln\r\nc2VjcmV0\r\n"},
      {"CRAM-MD5 PLAIN", {"334 PDEyM0BiPg==\r\n"}, "AUTH CRAM-MD5\r\ncmln"},
  };
  for (const Row& row : table) {
    Transfer transfer = with_login();
    std::vector<std::string> answers{"220 hi\r\n", "250-b\r\n250 AUTH " + row.offered + "\r\n"};
    answers.insert(answers.end(), row.answers.begin(), row.answers.end());
    answers.emplace_back("235 2.7.0 in\r\n");
    Wish wish{};
    const std::string said = talk(transfer, answers, wish);
    EXPECT_TRUE(said.starts_with("EHLO us.example\r\n" + row.said)) << said;
    EXPECT_NE(said.find("\r\nMAIL FROM:<ann@a.example>"), std::string::npos) << said;
  }
}

// RFC 4954 4: an initial response that would make the line too long follows the empty challenge.
TEST(TransferLogin, WaitsWithALongInitialResponse) {
  Transfer transfer = with_login(HopTls::Offered, std::string(600, 'x'));
  Wish wish{};
  const std::string said = talk(transfer, {"220 hi\r\n", "250-b\r\n250 AUTH PLAIN\r\n", "334 \r\n"}, wish);
  EXPECT_TRUE(said.starts_with("EHLO us.example\r\nAUTH PLAIN\r\nAHJpZwB4eHh4")) << said;
}

TEST(TransferLogin, GivesNoSecretWhereItShouldNot) {
  struct Row {
    HopTls tls;
    bool clear_ok;
    std::vector<std::string> answers;
    smtp::EnhancedCode status;
  };
  const Row table[] = {
      {HopTls::Offered, false, {"250-b\r\n250 AUTH PLAIN\r\n"}, {4, 7, 4}},
      {HopTls::Required, true, {"250-b\r\n250 AUTH PLAIN\r\n"}, {4, 7, 4}},
      {HopTls::Required, true, {"250-b\r\n250-STARTTLS\r\n250 AUTH PLAIN\r\n", "454 not now\r\n"}, {4, 7, 4}},
      {HopTls::Offered, true, {"250 b\r\n"}, {4, 7, 4}},
      {HopTls::Offered, true, {"250-b\r\n250 AUTH GSSAPI OAUTHBEARER EXTERNAL ANONYMOUS\r\n"}, {4, 7, 4}},
  };
  for (const Row& row : table) {
    Terms terms{row.tls, true, "rig", "secret"};
    terms.in_the_clear_ok = row.clear_ok;
    Transfer transfer(
        consignment(), "us.example", [] { return std::int64_t{1000}; }, terms);
    std::vector<std::string> answers{"220 hi\r\n"};
    answers.insert(answers.end(), row.answers.begin(), row.answers.end());
    Wish wish{};
    const std::string said = talk(transfer, answers, wish);
    EXPECT_EQ(wish, Wish::Leave);
    EXPECT_TRUE(said.ends_with("\r\nQUIT\r\n")) << said;
    EXPECT_EQ(said.find("AUTH "), std::string::npos) << said;
    EXPECT_EQ(said.find("MAIL"), std::string::npos) << said;
    EXPECT_EQ(transfer.result().verdicts.at(0).kind, Kind::Later);
    EXPECT_EQ(transfer.result().verdicts.at(0).status, row.status);
  }
}

// What it says to a login may be our own secret: nobody reads it.
TEST(TransferLogin, RefusedIsTriedAgainAndNotQuoted) {
  for (const char* refusal : {"535 5.7.8 secret is wrong\r\n", "454 4.7.0 secret\r\n", "250 secret\r\n"}) {
    Transfer transfer = with_login();
    Wish wish{};
    (void)talk(transfer, {"220 hi\r\n", "250-b\r\n250 AUTH PLAIN\r\n", refusal}, wish);
    EXPECT_EQ(wish, Wish::Leave);
    const Verdict& verdict = transfer.result().verdicts.at(0);
    EXPECT_EQ(verdict.kind, Kind::Later);
    EXPECT_EQ(verdict.status, (smtp::EnhancedCode{4, 7, 8}));
    EXPECT_EQ(verdict.reply.find("secret"), std::string::npos) << verdict.reply;
  }
}

TEST(TransferLogin, IsCancelledWhereTheChallengeIsWrong) {
  for (const char* challenge : {"334 %%%\r\n", "334 cj14\r\n"}) {
    Transfer transfer = with_login();
    Wish wish{};
    const std::string said =
        talk(transfer, {"220 hi\r\n", "250-b\r\n250 AUTH SCRAM-SHA-256\r\n", challenge, "501 cancelled\r\n"},
             wish);
    EXPECT_TRUE(said.ends_with("\r\n*\r\nQUIT\r\n")) << said;
    EXPECT_EQ(transfer.result().verdicts.at(0).status, (smtp::EnhancedCode{4, 7, 8}));
  }
}

// RFC 5802 5: who skips the proof that it knows the password is not believed.
TEST(TransferLogin, WantsTheProofOfScram) {
  Transfer transfer = with_login();
  Wish wish{};
  const std::string said =
      talk(transfer, {"220 hi\r\n", "250-b\r\n250 AUTH SCRAM-SHA-256\r\n", "235 2.7.0 in\r\n"}, wish);
  EXPECT_EQ(wish, Wish::Leave);
  EXPECT_EQ(said.find("MAIL"), std::string::npos) << said;
  EXPECT_EQ(transfer.result().verdicts.at(0).status, (smtp::EnhancedCode{4, 7, 8}));
}

TEST(Transfer, DemandsTlsWhereItIsToldTo) {
  Consignment one = consignment();
  one.in_the_clear = true;  // it has failed before: that changes nothing
  Wish wish{};
  Transfer starttls(
      one, "us.example", [] { return std::int64_t{1000}; }, Terms{HopTls::Required});
  EXPECT_EQ(talk(starttls, {"220 hi\r\n", "250-b\r\n250 STARTTLS\r\n", "220 go\r\n"}, wish),
            "EHLO us.example\r\nSTARTTLS\r\n");
  EXPECT_EQ(wish, Wish::StartTls);
  starttls.lost("bad certificate");
  EXPECT_EQ(starttls.result().verdicts.at(0).kind, Kind::Later);
  EXPECT_EQ(starttls.result().verdicts.at(0).status, (smtp::EnhancedCode{4, 7, 5}));
  Transfer implicit(
      one, "us.example", [] { return std::int64_t{1000}; }, Terms{HopTls::Implicit});
  EXPECT_EQ(talk(implicit, {"220 hi\r\n", "250-b\r\n250 STARTTLS\r\n"}, wish),
            "EHLO us.example\r\nMAIL FROM:<ann@a.example>\r\n");
}

}  // namespace
}  // namespace mailrig::server::smtpd
