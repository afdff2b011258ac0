#include <gtest/gtest.h>

#include "tests/reference-server/pop3/rig.hpp"

namespace mailrig::server {
namespace {

TEST(Pop3Update, QuitRemovesWhatIsMarked) {
  Rig rig;
  rig.deliver(kLetter);
  rig.deliver(kLetter);
  Talk talk = rig.talk();
  talk.login().say("DELE 1\r\n");
  EXPECT_EQ(rig.left(), 2U);
  EXPECT_EQ(talk.status("QUIT\r\n"), "+OK");
  EXPECT_EQ(talk.effect, Effect::Close);
  EXPECT_EQ(rig.left(), 1U);
}

TEST(Pop3Update, QuitUnlocksAtOnce) {
  Rig rig;
  Talk talk = rig.talk();
  talk.login().say("QUIT\r\n");
  EXPECT_EQ(rig.talk().login().status("STAT\r\n"), "+OK");
}

TEST(Pop3Update, NothingIsRemovedWithoutQuit) {
  Rig rig;
  rig.deliver(kLetter);
  rig.talk().login().say("DELE 1\r\n");  // gone
  EXPECT_EQ(rig.left(), 1U);
  {
    Talk talk = rig.talk();
    talk.login().say("DELE 1\r\n");
    std::string output;
    EXPECT_EQ(talk.session().idle_timeout(output), Effect::Close);
  }
  EXPECT_EQ(rig.left(), 1U);
}

TEST(Pop3Update, RsetTakesBackWhatWasMarked) {
  Rig rig;
  rig.deliver(kLetter);
  rig.talk().login().say("DELE 1\r\nRSET\r\nQUIT\r\n");
  EXPECT_EQ(rig.left(), 1U);
}

TEST(Pop3Update, QuitBeforeLoginEndsTheSession) {
  Rig rig;
  Talk talk = rig.talk();
  EXPECT_EQ(talk.status("QUIT\r\n"), "+OK");
  EXPECT_EQ(talk.effect, Effect::Close);
}

TEST(Pop3Update, UniqueIdsOutliveSessionsAndAreNotUsedAgain) {
  Rig rig;
  rig.deliver(kLetter);
  rig.deliver(kLetter);
  const auto first = [&] { return rig.talk().login().say("UIDL 1\r\n"); };
  const std::string one = first();
  EXPECT_EQ(first(), one);
  rig.talk().login().say("DELE 1\r\nDELE 2\r\nQUIT\r\n");
  rig.deliver(kLetter);
  EXPECT_NE(first(), one);
}

TEST(Pop3Update, SurvivesWhatIsGoneAlready) {
  Rig rig;
  rig.deliver(kLetter);
  Talk talk = rig.talk();
  talk.login().say("DELE 1\r\n");
  rig.store->open(*rig.accounts.find("user1"), "INBOX")->expunge(1, nullptr);
  EXPECT_EQ(talk.status("QUIT\r\n"), "+OK");
}

}  // namespace
}  // namespace mailrig::server
