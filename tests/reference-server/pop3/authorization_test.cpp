#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/sasl/sasl.hpp"
#include "tests/reference-server/pop3/rig.hpp"

namespace mailrig::server {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

TEST(Pop3Greeting, IsPositiveAndOneLine) {
  Rig rig;
  const std::string greeting = rig.talk().greeting;
  EXPECT_THAT(greeting, StartsWith("+OK "));
  EXPECT_EQ(greeting.find("\r\n"), greeting.size() - 2);
}

TEST(Pop3Login, TakesUserAndPass) {
  Rig rig;
  rig.deliver(kLetter);
  Talk talk = rig.talk();
  EXPECT_EQ(talk.status("USER user1\r\n"), "+OK");
  EXPECT_EQ(talk.say("PASS pass\r\n"), "+OK 1 messages (42 octets)\r\n");
  EXPECT_EQ(talk.status("USER user1\r\n"), "-ERR");
}

TEST(Pop3Login, RefusesWrongCredentialsAlike) {
  Rig rig;
  std::string wrong_password, no_user;
  {
    Talk talk = rig.talk();
    EXPECT_EQ(talk.status("USER user1\r\n"), "+OK");
    wrong_password = talk.say("PASS wrong\r\n");
  }
  Talk talk = rig.talk();
  EXPECT_EQ(talk.status("USER nobody\r\n"), "+OK");
  no_user = talk.say("PASS wrong\r\n");
  EXPECT_EQ(wrong_password, no_user);
  EXPECT_THAT(no_user, StartsWith("-ERR [AUTH] "));
}

TEST(Pop3Login, PassStandsRightBehindUser) {
  Rig rig;
  Talk talk = rig.talk();
  EXPECT_EQ(talk.status("PASS pass\r\n"), "-ERR");
  talk.say("USER user1\r\nCAPA\r\n");
  EXPECT_EQ(talk.status("PASS pass\r\n"), "-ERR");
  talk.say("USER user1\r\n");
  EXPECT_EQ(talk.status("PASS wrong\r\n"), "-ERR [AUTH]");
  EXPECT_EQ(talk.status("PASS pass\r\n"), "-ERR");
}

TEST(Pop3Login, AMaildropHasOneSession) {
  Rig rig;
  auto first = std::make_unique<Talk>(rig.talk());
  first->login();
  Talk second = rig.talk();
  second.say("USER user1\r\n");
  EXPECT_EQ(second.status("PASS pass\r\n"), "-ERR [IN-USE]");
  first.reset();  // gone without QUIT
  second.say("USER user1\r\n");
  EXPECT_EQ(second.status("PASS pass\r\n"), "+OK");
  EXPECT_EQ(rig.talk().login("user2").status("STAT\r\n"), "+OK");
}

TEST(Pop3Login, GivesUpOnWhoGuesses) {
  Rig rig;
  Talk talk = rig.talk();
  for (int i = 0; i < 100 && talk.effect == Effect::None; ++i) talk.say("USER user1\r\nPASS x\r\n");
  EXPECT_EQ(talk.effect, Effect::Close);
}

TEST(Pop3Auth, TakesPlainWithAndWithoutInitialResponse) {
  const std::string response = sasl::base64(std::string_view("\0user1\0pass", 11));
  Rig rig;
  EXPECT_EQ(rig.talk().status("AUTH PLAIN " + response + "\r\n"), "+OK");
  Talk talk = rig.talk();
  EXPECT_EQ(talk.say("AUTH plain\r\n"), "+ \r\n");
  EXPECT_EQ(talk.status(response + "\r\n"), "+OK");
  EXPECT_EQ(talk.status("AUTH PLAIN " + response + "\r\n"), "-ERR");
}

TEST(Pop3Auth, TakesTheUserNameAlongWithLogin) {
  Rig rig;
  Talk talk = rig.talk();
  EXPECT_EQ(talk.say("AUTH LOGIN " + sasl::base64("user1") + "\r\n"),
            "+ " + sasl::base64("Password") + "\r\n");
  EXPECT_EQ(talk.status(sasl::base64("pass") + "\r\n"), "+OK");
}

TEST(Pop3Auth, RefusesAndGoesOn) {
  Rig rig;
  rig.world.more_mechanisms = {"CRAM-MD5"};
  Talk talk = rig.talk();
  EXPECT_EQ(talk.status("AUTH NONE\r\n"), "-ERR");
  EXPECT_EQ(talk.status("AUTH PLAIN AAA\r\n"), "-ERR");
  EXPECT_EQ(talk.status("AUTH PLAIN =AAA\r\n"), "-ERR");
  EXPECT_EQ(talk.status("AUTH CRAM-MD5 dQ==\r\n"), "-ERR");  // this mechanism begins with the server
  talk.say("AUTH PLAIN\r\n");
  EXPECT_EQ(talk.status("*\r\n"), "-ERR");
  talk.say("AUTH PLAIN\r\n");
  EXPECT_EQ(talk.status("!!!!\r\n"), "-ERR");
  talk.say("AUTH PLAIN\r\n");
  EXPECT_EQ(talk.status(sasl::base64(std::string_view("\0user1\0no", 9)) + "\r\n"), "-ERR [AUTH]");
  EXPECT_EQ(talk.login().status("STAT\r\n"), "+OK");
}

// Every mechanism, by our own client, to the end.
TEST(Pop3Auth, TakesEveryMechanismItAnnounces) {
  for (const std::string mechanism : {"SCRAM-SHA-256", "SCRAM-SHA-1", "PLAIN", "LOGIN"}) {
    Rig rig;
    Talk talk = rig.talk();
    const auto client = sasl::make_client(mechanism, {"user1", "pass", ""});
    ASSERT_TRUE(client) << mechanism;
    std::string answer = talk.say("AUTH " + mechanism + "\r\n");
    for (int i = 0; i < 10 && answer.starts_with("+ "); ++i) {
      const auto challenge = sasl::unbase64(answer.substr(2, answer.size() - 4));
      ASSERT_TRUE(challenge) << answer;
      answer = talk.say(sasl::base64(client->step(*challenge).message) + "\r\n");
    }
    EXPECT_THAT(answer, StartsWith("+OK")) << mechanism;
  }
}

TEST(Pop3Capa, TellsWhatIsOffered) {
  Rig rig;
  Talk talk = rig.talk();
  const std::string before = talk.say("CAPA\r\n");
  for (const char* line : {"TOP\r\n", "UIDL\r\n", "USER\r\n", "STLS\r\n", "PIPELINING\r\n", "RESP-CODES\r\n",
                           "AUTH-RESP-CODE\r\n", "SASL ", "\r\n.\r\n"}) {
    EXPECT_THAT(before, HasSubstr(line));
  }
  std::string after = before;
  after.erase(after.find("STLS\r\n"), 6);  // RFC 2595 8: announced in the AUTHORIZATION state only
  EXPECT_EQ(talk.login().say("CAPA\r\n"), after);
  EXPECT_THAT(rig.talk("127.0.0.1:1", true).say("CAPA\r\n"), Not(HasSubstr("STLS")));
}

TEST(Pop3Capa, HidesPlainLoginsWithoutTls) {
  Rig rig;
  rig.world.plaintext_login = false;
  Talk talk = rig.talk();
  const std::string clear = talk.say("CAPA\r\n");
  EXPECT_THAT(clear, Not(HasSubstr("\r\nUSER\r\n")));
  EXPECT_THAT(clear, Not(HasSubstr("PLAIN")));
  EXPECT_EQ(talk.status("USER user1\r\n"), "-ERR");
  EXPECT_EQ(talk.status("AUTH PLAIN\r\n"), "-ERR");
  talk.say("STLS\r\n");
  talk.session().secured();
  EXPECT_THAT(talk.say("CAPA\r\n"), HasSubstr("PLAIN"));
  EXPECT_EQ(talk.login().status("STAT\r\n"), "+OK");
}

TEST(Pop3Stls, BeginsTlsAndForgetsWhatWasBehindIt) {
  Rig rig;
  Talk talk = rig.talk();
  EXPECT_EQ(talk.status("STLS\r\nUSER user1\r\nPASS pass\r\n"), "+OK");
  EXPECT_EQ(talk.effect, Effect::StartTls);
  talk.session().secured();
  EXPECT_EQ(talk.status("STAT\r\n"), "-ERR");
  EXPECT_EQ(talk.status("STLS\r\n"), "-ERR");
  EXPECT_EQ(rig.talk().login().status("STLS\r\n"), "-ERR");
}

TEST(Pop3State, MailNeedsALogin) {
  for (const char* line : {"STAT", "LIST", "LIST 1", "RETR 1", "DELE 1", "NOOP", "RSET", "TOP 1 1", "UIDL"}) {
    Rig rig;
    EXPECT_EQ(rig.talk().status(std::string(line) + "\r\n"), "-ERR") << line;
  }
}

TEST(Pop3State, AutologoutIsSilent) {
  Rig rig;
  Talk talk = rig.talk();
  EXPECT_GE(talk.session().idle_limit(), std::chrono::minutes(10));
  std::string output;
  EXPECT_EQ(talk.session().idle_timeout(output), Effect::Close);
  EXPECT_EQ(output, "");
}

}  // namespace
}  // namespace mailrig::server
