#include <gtest/gtest.h>

#include "tests/reference-server/pop3/rig.hpp"

namespace mailrig::server {
namespace {

constexpr std::string_view kAll =
    "CAPA\r\nUSER user1\r\nPASS pass\r\nSTAT\r\nLIST\r\nUIDL\r\nRETR 1\r\nTOP 1 1\r\nDELE "
    "1\r\nRSET\r\nnoop\r\nXX\r\nQUIT\r\n";

std::string talk_cut(std::size_t cut, std::size_t step) {
  Rig rig;
  rig.deliver(kLetter);
  Talk talk = rig.talk();
  std::string answers = talk.say(kAll.substr(0, cut));
  for (std::size_t at = cut; at < kAll.size(); at += step) answers += talk.say(kAll.substr(at, step));
  EXPECT_EQ(talk.effect, Effect::Close);
  return answers;
}

TEST(Pop3Session, AnswersAlikeHoweverInputIsCut) {
  const std::string whole = talk_cut(kAll.size(), 1);
  EXPECT_EQ(talk_cut(0, 1), whole);
  for (std::size_t cut = 0; cut < kAll.size(); ++cut) EXPECT_EQ(talk_cut(cut, kAll.size()), whole) << cut;
}

TEST(Pop3Session, SkipsALineThatIsTooLong) {
  Rig rig;
  Talk talk = rig.talk();
  EXPECT_EQ(talk.say("USER " + std::string(100'000, 'x') + "\r\nCAPA x\r\n"),
            "-ERR line too long\r\n-ERR too many arguments\r\n");
}

TEST(Pop3Session, TakesA255OctetLine) {
  Rig rig;
  EXPECT_EQ(rig.talk().status("USER " + std::string(248, 'x') + "\r\n"), "+OK");
  EXPECT_EQ(rig.talk().status("USER " + std::string(249, 'x') + "\r\n"), "-ERR");
}

TEST(Pop3Session, TakesLongLinesWithinAuth) {
  Rig rig;
  Talk talk = rig.talk();
  talk.say("AUTH PLAIN\r\n");
  EXPECT_EQ(talk.status(std::string(8000, 'A') + "\r\n"), "-ERR [AUTH]");
  talk.say("AUTH PLAIN\r\n");
  EXPECT_EQ(talk.say(std::string(20'000, 'A') + "\r\n"), "-ERR line too long\r\n");
  EXPECT_EQ(talk.status("USER user1\r\n"), "+OK");
}

TEST(Pop3Session, RefusesABareLf) {
  Rig rig;
  EXPECT_EQ(rig.talk().say("CAPA\n"), "-ERR a line ends in CRLF\r\n");
}

TEST(Pop3Session, StopsBeforeItsAnswersGrowWithoutEnd) {
  Rig rig;
  rig.deliver("Subject: big\r\n\r\n" + std::string(6'000'000, 'x') + "\r\n");
  Talk talk = rig.talk();
  talk.login();
  std::string retrievals;
  for (int i = 0; i < 100; ++i) retrievals += "RETR 1\r\n";
  std::string answers = talk.say(retrievals);
  EXPECT_TRUE(talk.session().pending());
  EXPECT_LT(answers.size(), 20'000'000U);
  std::size_t rounds = 0;
  for (; talk.session().pending(); ++rounds) answers = talk.say("");
  EXPECT_EQ(rounds, 49U);
}

TEST(Pop3Session, SaysNothingAfterItsEnd) {
  Rig rig;
  Talk talk = rig.talk();
  EXPECT_EQ(talk.say("QUIT\r\nCAPA\r\n"), "+OK goodbye\r\n");
}

}  // namespace
}  // namespace mailrig::server
