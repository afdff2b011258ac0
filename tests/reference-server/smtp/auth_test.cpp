#include "harness/sasl/sasl.hpp"
#include "tests/reference-server/smtp/rig.hpp"

namespace mailrig::server {
namespace {

using namespace std::string_literals;

const std::string kPlain = sasl::base64("\0user1\0pass"s);

struct Row {
  std::string input;
  std::string output;
};

TEST(SmtpAuth, AnswersEachStep) {
  const Row table[] = {
      {"AUTH PLAIN " + kPlain + "\r\n", "235 2.7.0 authenticated\r\n"},
      {"auth plain " + kPlain + "\r\n", "235 2.7.0 authenticated\r\n"},
      {"AUTH PLAIN\r\n" + kPlain + "\r\n", "334 \r\n235 2.7.0 authenticated\r\n"},
      {"AUTH LOGIN\r\n" + sasl::base64("user1") + "\r\n" + sasl::base64("pass") + "\r\n",
       "334 VXNlciBOYW1l\r\n334 UGFzc3dvcmQ=\r\n235 2.7.0 authenticated\r\n"},
      {"AUTH LOGIN " + sasl::base64("user1") + "\r\n" + sasl::base64("pass") + "\r\n",
       "334 UGFzc3dvcmQ=\r\n235 2.7.0 authenticated\r\n"},
      {"AUTH LOGIN " + sasl::base64("user1") + "\r\n" + sasl::base64("wrong") + "\r\n",
       "334 UGFzc3dvcmQ=\r\n535 5.7.8 authentication failed\r\n"},
      {"AUTH PLAIN " + sasl::base64("\0user1\0wrong"s) + "\r\n", "535 5.7.8 authentication failed\r\n"},
      {"AUTH PLAIN " + sasl::base64("\0nobody\0pass"s) + "\r\n", "535 5.7.8 authentication failed\r\n"},
      {"AUTH PLAIN " + sasl::base64("user2\0user1\0pass"s) + "\r\n", "535 5.7.8 authentication failed\r\n"},
      {"AUTH PLAIN =\r\n", "535 5.7.8 authentication failed\r\n"},
      {"AUTH PLAIN !!!!\r\n", "501 5.5.2 base64 expected\r\n"},
      {"AUTH PLAIN\r\nno base64\r\n", "334 \r\n501 5.5.2 base64 expected\r\n"},
      {"AUTH PLAIN\r\n*\r\nNOOP\r\n", "334 \r\n501 5.7.0 cancelled\r\n250 2.0.0 ok\r\n"},
      {"AUTH CRAM-MD5\r\n", "504 5.5.4 mechanism not known\r\n"},
      {"AUTH\r\n", "501 5.5.4 mechanism expected\r\n"},
      {"AUTH PLAIN " + kPlain + "\r\nAUTH PLAIN " + kPlain + "\r\n",
       "235 2.7.0 authenticated\r\n503 5.5.1 not now\r\n"},
      {"MAIL FROM:<>\r\nAUTH PLAIN\r\n", "250 2.1.0 sender ok\r\n503 5.5.1 not now\r\n"},
  };
  for (const Row& row : table) {
    for (const bool slowly : {false, true}) {
      Rig rig;
      (void)rig.talk("EHLO a\r\n");
      EXPECT_EQ(slowly ? rig.talk_slowly(row.input) : rig.talk(row.input), row.output) << row.input;
    }
  }
}

// RFC 4954 4, lines 219-228.
TEST(SmtpAuth, RefusesAnInitialResponseWhereTheServerSpeaksFirst) {
  Rig rig;
  rig.world.more_mechanisms = {"CRAM-MD5"};
  EXPECT_EQ(rig.codes("EHLO a\r\nAUTH CRAM-MD5 dXNlcjE=\r\nAUTH CRAM-MD5\r\n*\r\n"), "250,501,334,501");
}

// RFC 2831 2.2.2: a client that goes on from an earlier exchange is asked to begin anew.
TEST(SmtpAuth, ChallengesOnAnInitialResponseOfDigestMd5) {
  Rig rig;
  rig.world.more_mechanisms = {"DIGEST-MD5"};
  EXPECT_EQ(rig.codes("EHLO a\r\nAUTH DIGEST-MD5 bmM9MDAwMDAwMDI=\r\n*\r\n"), "250,334,501");
}

TEST(SmtpAuth, NeedsEhlo) {
  Rig rig;
  EXPECT_EQ(rig.codes("AUTH PLAIN\r\nHELO a\r\nAUTH PLAIN\r\n"), "503,250,503");
}

TEST(SmtpAuth, KeepsPasswordsFromTheClearWhenTold) {
  Rig rig;
  rig.world.plaintext_login = false;
  EXPECT_EQ(rig.codes("EHLO a\r\nAUTH PLAIN " + kPlain + "\r\nAUTH LOGIN\r\nAUTH SCRAM-SHA-256\r\n"),
            "250,504,504,334");
  Rig secure(SmtpKind::Mta, true);
  secure.world.plaintext_login = false;
  EXPECT_EQ(secure.codes("EHLO a\r\nAUTH PLAIN " + kPlain + "\r\n"), "250,235");
}

std::string challenge_of(const std::string& reply) {
  EXPECT_TRUE(reply.starts_with("334 ")) << reply;
  return sasl::unbase64(reply.substr(4, reply.size() - 6)).value_or("");
}

TEST(SmtpAuth, LeadsScramToItsEnd) {
  for (const bool initial : {true, false}) {
    Rig rig(SmtpKind::Submission);
    const auto client = sasl::make_client("SCRAM-SHA-256", {"user2", "pass", ""});
    (void)rig.talk("EHLO a\r\n");
    const std::string first = sasl::base64(client->step("").message);
    std::string reply;
    if (initial) {
      reply = rig.talk("AUTH SCRAM-SHA-256 " + first + "\r\n");
    } else {
      EXPECT_EQ(rig.talk("AUTH SCRAM-SHA-256\r\n"), "334 \r\n");
      reply = rig.talk(first + "\r\n");
    }
    reply = rig.talk(sasl::base64(client->step(challenge_of(reply)).message) + "\r\n");
    const sasl::Outcome last = client->step(challenge_of(reply));
    EXPECT_EQ(last.step, sasl::Step::Done);
    EXPECT_EQ(rig.talk(sasl::base64(last.message) + "\r\n"), "235 2.7.0 authenticated\r\n");
  }
}

// For whom a server waits only so long (limits.login_time).
TEST(SmtpAuth, IsExpectedWhereItIsNeeded) {
  const auto expected = [](SmtpKind kind, std::string_view without) {
    Rig rig(kind);
    if (!without.empty()) {
      EXPECT_EQ(rig.world.offer.drop(without), "");
    }
    (void)rig.greeting();
    return rig.session->facts().login_expected;
  };
  EXPECT_TRUE(expected(SmtpKind::Submission, ""));
  EXPECT_FALSE(expected(SmtpKind::Submission, "smtp:AUTH"));
  EXPECT_FALSE(expected(SmtpKind::Mta, ""));
  EXPECT_FALSE(expected(SmtpKind::Lmtp, ""));
}

TEST(SmtpAuth, RefusesEndlessLines) {
  Rig rig;
  EXPECT_EQ(rig.codes("EHLO a\r\nAUTH PLAIN\r\n"), "250,334");
  EXPECT_EQ(rig.talk(std::string(40'000, 'A') + "\r\nNOOP\r\n"),
            "500 5.5.6 line too long\r\n250 2.0.0 ok\r\n");
}

}  // namespace
}  // namespace mailrig::server
