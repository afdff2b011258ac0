// Lines about TLS, SASL and slow reading.
#include <gtest/gtest.h>

#include "tests/scenario/support.hpp"

namespace mailrig::scenario {
namespace {

constexpr std::string_view kGreeted = "start = { state = \"greeted\", tls = \"none\" }";

TEST(TlsLine, SaysWhatIsOfferedAndWhatComesOfIt) {
  const Compiled compiled = imap(
      "tls\ntls 1.2 verified or closed\ntls 1.0 refused      # rfc9325 3.1.1 SHOULD\n"
      "tls 1.3 refused by alert protocol_version\ntls    # rfc8446 6.2",
      kGreeted);
  ASSERT_EQ(compiled.mistakes, "");
  EXPECT_FALSE(action<StartTls>(compiled, 0).tls.judged);
  const Handshake& open = action<StartTls>(compiled, 1).tls;
  EXPECT_EQ(open.choice.version, TlsVersion::V1_2);
  EXPECT_TRUE(open.choice.verified);
  EXPECT_EQ(open.outcome, Handshake::Outcome::OrClosed);
  EXPECT_TRUE(open.judged);
  const Handshake& refused = action<StartTls>(compiled, 2).tls;
  EXPECT_EQ(refused.outcome, Handshake::Outcome::Refused);
  EXPECT_EQ(refused.refusal.kind, CloseKind::Any);
  EXPECT_EQ(refused.rule.clause.rfc, 9325);
  EXPECT_EQ(refused.rule.level, Level::Should);
  EXPECT_EQ(refused.source, "tls 1.0 refused");
  EXPECT_EQ(action<StartTls>(compiled, 3).tls.refusal.alert, "protocol_version");
  EXPECT_TRUE(action<StartTls>(compiled, 4).tls.judged);
}

TEST(TlsLine, TakesWhatItsClientSays) {
  const Compiled compiled =
      imap("tls\ntls 1.3",
           "start = { state = \"greeted\", tls = \"none\", tls-version = \"1.2\", verify = true }");
  ASSERT_EQ(compiled.mistakes, "");
  EXPECT_EQ(action<StartTls>(compiled, 0).tls.choice.version, TlsVersion::V1_2);
  EXPECT_TRUE(action<StartTls>(compiled, 0).tls.choice.verified);
  EXPECT_FALSE(action<StartTls>(compiled, 0).tls.judged);
  EXPECT_EQ(action<StartTls>(compiled, 1).tls.choice.version, TlsVersion::V1_3);
}

TEST(TlsLine, OfAClientUnderTlsIsItsConnect) {
  const Compiled compiled =
      imap("connect 1.1 refused",
           "clients = { imap = { service = \"imap\", start = \"none\", tls = \"implicit\" } }");
  ASSERT_EQ(compiled.mistakes, "");
  EXPECT_EQ(compiled.program.clients[0].tls, TlsStart::Implicit);
  EXPECT_EQ(action<Connect>(compiled, 0).tls.outcome, Handshake::Outcome::Refused);
}

TEST(ClosedLine, MayNameTheAlert) {
  const Compiled compiled =
      imap("closed by alert\nclosed by alert close_notify within 2s\nclosed within 1s by reset", kGreeted);
  ASSERT_EQ(compiled.mistakes, "");
  EXPECT_EQ(action<ExpectClosed>(compiled, 0).how.alert, "");
  EXPECT_EQ(action<ExpectClosed>(compiled, 1).how.alert, "close_notify");
  EXPECT_EQ(action<ExpectClosed>(compiled, 1).within, Milliseconds(2000));
  EXPECT_EQ(action<ExpectClosed>(compiled, 2).how.kind, CloseKind::Reset);
}

TEST(AuthLine, HasItsOptions) {
  const Compiled compiled = imap(
      "tls\nauth scram-sha-256-plus other-binding\nauth CRAM-MD5 wrong-user cancel\nauth PLAIN cancel\n"
      "auth SCRAM-SHA-1 cancel\nauth XOAUTH2 wrong # rfc7628 3.2.2",
      kGreeted);
  ASSERT_EQ(compiled.mistakes, "");
  EXPECT_TRUE(compiled.program.binds_channel);
  EXPECT_EQ(action<Authenticate>(compiled, 1).mechanism, "SCRAM-SHA-256-PLUS");
  EXPECT_TRUE(action<Authenticate>(compiled, 1).other_binding);
  EXPECT_TRUE(action<Authenticate>(compiled, 2).wrong_user);
  EXPECT_TRUE(action<Authenticate>(compiled, 2).cancel);
  EXPECT_FALSE(action<Authenticate>(compiled, 3).initial_response);  // else nothing would be asked
  EXPECT_TRUE(action<Authenticate>(compiled, 4).initial_response);
  EXPECT_EQ(action<Authenticate>(compiled, 5).rule.clause.rfc, 7628);
  EXPECT_TRUE(compiled.program.find_slot("bearer"));
}

// RFC 4959 3.
TEST(AuthLine, WaitsForTheServerWithoutSaslIr) {
  struct Nothing : Offer {
    [[nodiscard]] bool has(const Need&) const override { return false; }
  };
  const auto asks_first = [](std::string_view id) {
    const Compiled compiled = compile_dialogue(id, "auth PLAIN", kGreeted, all_services(), Nothing());
    EXPECT_EQ(compiled.mistakes, "");
    return !action<Authenticate>(compiled, 0).initial_response;
  };
  EXPECT_TRUE(asks_first("imap/t"));
  EXPECT_FALSE(asks_first("pop3/t"));
  EXPECT_FALSE(asks_first("submission/t"));
}

TEST(AuthLine, KnowsWhereAPasswordIsShown) {
  const auto bares = [](std::string_view dialogue, std::string_view facts) {
    const Compiled compiled = imap(dialogue, facts);
    EXPECT_EQ(compiled.mistakes, "");
    return compiled.program.bares_secret;
  };
  EXPECT_TRUE(bares("C: LOGIN ${user} ${password}\nS: OK", kGreeted));
  EXPECT_TRUE(bares("auth PLAIN\nS: OK", kGreeted));
  EXPECT_FALSE(bares("auth SCRAM-SHA-1\nS: OK", kGreeted));
  EXPECT_FALSE(bares("C: STARTTLS\nS: OK\ntls\nauth PLAIN\nS: OK", kGreeted));
  EXPECT_TRUE(bares("C: NOOP\nS: OK", "start = { state = \"authenticated\", tls = \"none\" }"));
  EXPECT_FALSE(bares("C: NOOP\nS: OK", "start = { state = \"authenticated\", tls = \"starttls\" }"));
  EXPECT_FALSE(bares("C: NOOP\nS: OK", "start = { state = \"authenticated\" }"));  // the run's own choice
}

// Only the run can say whether there is a channel: then it is no mistake of the author's.
TEST(AuthLine, CantBeBoundWhereTheRunHasNoTls) {
  const std::string_view facts = "start = { state = \"authenticated\" }";
  FixtureFacts target = all_services();
  const auto cannot = [&] {
    const Compiled compiled = compile_dialogue("imap/t", "auth SCRAM-SHA-1-PLUS\nS: OK", facts, target);
    EXPECT_EQ(compiled.mistakes, "");
    return compiled.program.cannot;
  };
  EXPECT_EQ(cannot(), "SCRAM-SHA-1-PLUS is bound to a TLS channel, and this run has none: --tls");
  target.of(Service::Imap).starttls = true;
  EXPECT_EQ(cannot(), "");
  target.of(Service::Imap).starttls = false;
  target.of(Service::Imap).implicit = true;
  EXPECT_EQ(cannot(), "");
}

TEST(ReadLine, CanBePaced) {
  const Compiled compiled = imap("read slowly 100 octets every 20ms\nread slowly\nread", kGreeted);
  ASSERT_EQ(compiled.mistakes, "");
  EXPECT_EQ(action<ReadSlowly>(compiled, 0).octets, 100U);
  EXPECT_EQ(action<ReadSlowly>(compiled, 0).every, Milliseconds(20));
  EXPECT_EQ(action<ReadSlowly>(compiled, 1).octets, 0U);
  EXPECT_TRUE(action<ReadSlowly>(compiled, 1).on);
  EXPECT_FALSE(action<ReadSlowly>(compiled, 2).on);
}

}  // namespace
}  // namespace mailrig::scenario
