// LOGIN-DELAY and EXPIRE (RFC 2449 6.5, 6.7), UTF8 and LANG (RFC 6856).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reference-server/session/pop3/language.hpp"
#include "tests/reference-server/pop3/rig.hpp"

namespace mailrig::server {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr std::string_view kForeign = "Subject: \xC3\xA9\r\n\r\nbody\r\n";

TEST(Pop3LoginDelay, IsAnnouncedAndKept) {
  Rig rig;
  std::int64_t now = 1'700'000'000;
  rig.world.unix_time = [&now] { return now; };
  rig.world.pop3.login_delay = std::chrono::seconds(60);
  EXPECT_THAT(rig.talk().say("CAPA\r\n"), HasSubstr("\r\nLOGIN-DELAY 60\r\n"));
  const auto login = [&] {
    Talk talk = rig.talk();
    talk.say("USER user1\r\n");
    return talk.status("PASS pass\r\n");
  };
  EXPECT_EQ(login(), "+OK");
  EXPECT_EQ(login(), "-ERR [LOGIN-DELAY]");
  EXPECT_EQ(rig.talk().login("user2").status("STAT\r\n"), "+OK");  // another account
  now += 59;
  EXPECT_EQ(login(), "-ERR [LOGIN-DELAY]");
  now += 1;
  EXPECT_EQ(login(), "+OK");
}

TEST(Pop3LoginDelay, IsNotThereUnlessAskedFor) {
  Rig rig;
  EXPECT_THAT(rig.talk().say("CAPA\r\n"), Not(HasSubstr("LOGIN-DELAY")));
  for (int i = 0; i < 3; ++i) EXPECT_EQ(rig.talk().login().status("STAT\r\n"), "+OK");
}

TEST(Pop3Expire, OfZeroLeavesNothingThatWasRead) {
  Rig rig;
  rig.world.pop3.expire_days = 0U;
  rig.deliver(kLetter);
  rig.deliver(kLetter);
  EXPECT_THAT(rig.talk().say("CAPA\r\n"), HasSubstr("\r\nEXPIRE 0\r\n"));
  rig.talk().login().say("RETR 1\r\n");  // cut off: RFC 1939 6
  EXPECT_EQ(rig.left(), 2U);
  rig.talk().login().say("RETR 1\r\nTOP 2 1\r\nQUIT\r\n");
  EXPECT_EQ(rig.left(), 1U);
}

TEST(Pop3Expire, OtherwiseKeepsIt) {
  Rig rig;
  rig.deliver(kLetter);
  EXPECT_THAT(rig.talk().say("CAPA\r\n"), HasSubstr("\r\nEXPIRE NEVER\r\n"));
  rig.world.pop3.expire_days = 30U;
  EXPECT_THAT(rig.talk().say("CAPA\r\n"), HasSubstr("\r\nEXPIRE 30\r\n"));
  rig.talk().login().say("RETR 1\r\nQUIT\r\n");
  EXPECT_EQ(rig.left(), 1U);
}

TEST(Pop3Utf8, IsNeededForHeadersThatHaveIt) {
  Rig rig;
  rig.deliver(kForeign);
  rig.deliver("Subject: x\r\n\r\n\xC3\xA9\r\n");  // 8bit body: RFC 6152
  EXPECT_THAT(rig.talk().say("CAPA\r\n"), HasSubstr("\r\nUTF8 USER\r\n"));
  Talk plain = rig.talk();
  plain.login();
  EXPECT_EQ(plain.status("RETR 1\r\n"), "-ERR [UTF8]");
  EXPECT_EQ(plain.status("TOP 1 0\r\n"), "-ERR [UTF8]");
  EXPECT_EQ(plain.status("LIST 1\r\n"), "+OK");
  EXPECT_EQ(plain.status("RETR 2\r\n"), "+OK");
  EXPECT_EQ(plain.status("UTF8\r\n"), "-ERR");
  plain.say("QUIT\r\n");
  Talk talk = rig.talk();
  EXPECT_EQ(talk.status("UTF8 x\r\n"), "-ERR");
  EXPECT_EQ(talk.status("UTF8\r\n"), "+OK");
  EXPECT_EQ(talk.status("STLS\r\n"), "-ERR");  // RFC 6856 2.1
  EXPECT_THAT(talk.login().say("RETR 1\r\n"), HasSubstr(kForeign));
}

TEST(Pop3Lang, ListsLanguagesByTheirTags) {
  Rig rig;
  EXPECT_THAT(rig.talk().say("CAPA\r\n"), HasSubstr("\r\nLANG\r\n"));
  EXPECT_THAT(rig.talk().say("LANG\r\n"), EndsWith("\r\nen English\r\nde Deutsch\r\n.\r\n"));
}

TEST(Pop3Lang, ChangesWhatIsSaidFromItsOwnAnswerOn) {
  Rig rig;
  Talk talk = rig.talk();
  EXPECT_EQ(talk.say("LANG DE\r\n"), "+OK de Sprache gewechselt\r\n");
  EXPECT_EQ(talk.say("STAT\r\n"), "-ERR erst anmelden\r\n");
  EXPECT_EQ(talk.say("LANG x-none\r\n"), "-ERR diese Sprache gibt es nicht\r\n");
  EXPECT_EQ(talk.login().say("DELE 1\r\n"), "-ERR diese Nachricht gibt es nicht\r\n");
  EXPECT_EQ(talk.say("LANG *\r\n"), "+OK en language changed\r\n");
  EXPECT_EQ(talk.say("DELE 1\r\n"), "-ERR no such message\r\n");
  EXPECT_EQ(talk.status("LANG en de\r\n"), "-ERR");
}

// --without: what is not offered is neither told nor done.
TEST(Pop3Offer, LeavesOutEachExtension) {
  Rig rig;
  rig.world.pop3 = {true, std::chrono::seconds(60), 0U};
  EXPECT_THAT(rig.talk().greeting, HasSubstr("<"));
  EXPECT_EQ(rig.world.offer.drop("APOP,LOGIN-DELAY,EXPIRE,pop3:UTF8,LANG"), "");
  rig.deliver(kForeign);
  Talk talk = rig.talk();
  EXPECT_THAT(talk.greeting, Not(HasSubstr("<")));
  const std::string capa = talk.say("CAPA\r\n");
  for (const char* name : {"LOGIN-DELAY", "EXPIRE", "UTF8", "LANG"}) EXPECT_THAT(capa, Not(HasSubstr(name)));
  for (const char* line : {"APOP user1 c4c9334bac560ecc979e58001b3e22fb\r\n", "UTF8\r\n", "LANG\r\n"})
    EXPECT_EQ(talk.say(line), "-ERR unknown command\r\n");
  EXPECT_THAT(talk.login().say("RETR 1\r\nQUIT\r\n"), HasSubstr(kForeign));
  EXPECT_EQ(rig.left(), 1U);
  EXPECT_EQ(rig.talk().login().status("STAT\r\n"), "+OK");  // at once
}

// RFC 6856 3.2: all that is said for people.
TEST(Pop3Lang, LeavesNothingInAnotherLanguage) {
  Rig rig;
  rig.deliver("A: b\r\n\r\nc\r\n");
  for (const char* before :
       {"FROB\r\n", "USER\r\n", "PASS\r\n", "AUTH\r\n", "AUTH FROB\r\n", "AUTH PLAIN %\r\n",
        "AUTH PLAIN \r\n", "LANG \r\n", "NOOP\n", "STAT\r\n", "USER x y\r\n", "APOP x\r\n"}) {
    Talk english = rig.talk(), german = rig.talk();
    german.say("LANG de\r\n");
    EXPECT_EQ(english.status(before), german.status(before)) << before;
    EXPECT_NE(english.say(before), german.say(before)) << before;
  }
  for (const char* after : {"DELE\r\n", "TOP 1\r\n", "TOP 1 0\r\n", "RETR 1\r\n", "RETR 9\r\n", "LIST\r\n",
                            "UIDL\r\n", "RSET\r\n", "USER x\r\n", "CAPA\r\n", "QUIT\r\n"}) {
    std::string said[2];
    for (const bool german : {false, true}) {
      Talk talk = rig.talk();
      if (german) talk.say("LANG de\r\n");
      said[german ? 1 : 0] = talk.login().say(after);
    }
    EXPECT_NE(said[0], said[1]) << after;
  }
  Talk talk = rig.talk();
  talk.say("LANG de\r\nUSER user1\r\n");
  EXPECT_EQ(talk.say("PASS pass\r\n"), "+OK 1 Nachrichten (11 Oktette)\r\n");
}

TEST(Pop3Lang, MatchesBasicRangesWhole) {
  EXPECT_EQ(pop3d::language_for("EN"), &pop3d::kLanguages[0]);
  EXPECT_EQ(pop3d::language_for("de-AT"), nullptr);
  EXPECT_EQ(pop3d::language_for(""), nullptr);
}

}  // namespace
}  // namespace mailrig::server
