// Every deviation changes what is said or done, in one dialogue that goes through all of the protocol.
#include <algorithm>
#include <set>

#include <gtest/gtest.h>

#include "harness/sasl/sasl.hpp"
#include "reference-server/deviation/pop3.hpp"
#include "tests/reference-server/pop3/rig.hpp"

namespace mailrig::server {
namespace {

// Each piece is one write.
void login_dialogue(Rig& rig, std::string& seen) {
  const std::string plain = sasl::base64(std::string_view("\0user1\0pass", 11));
  Talk talk = rig.talk();
  seen += talk.greeting;
  for (const std::string& piece : std::initializer_list<std::string>{
           "XX\r\n", "STAT\r\n", "CAPA\n", "capa\r\n", "USER user1 x\r\n", "USER user1\r\nPASS no\r\n",
           "PASS pass\r\n", "AUTH PLAIN\r\n", "*\r\n", "AUTH PLAIN\r\n", "!" + plain + "\r\n",
           "AUTH X-NONE\r\n", "USER nobody\r\n", "QUIT\r\n"}) {
    seen += talk.say(piece) + "|";
  }
  Talk first = rig.talk();
  seen += first.say("AUTH PLAIN " + plain + "\r\n");
  seen += first.say("USER user1\r\nPASS pass\r\nAUTH PLAIN\r\n");
  Talk second = rig.talk();
  seen += second.say("USER user1\r\nPASS no\r\n");
  seen += second.say("USER user1\r\nPASS pass\r\n");
  seen += first.say("STAT\r\nQUIT\r\n");
  seen += second.login().say("STAT\r\n");
  second.say("STLS\r\n");
  seen += std::to_string(static_cast<int>(second.effect));
  Talk tls = rig.talk();
  tls.say("STLS\r\nCAPA\r\n");
  tls.session().secured();
  seen += tls.say("NOOP\r\nSTLS\r\n");
  seen += rig.talk().say("USER " + std::string(60, 'x') + "\r\n");
  seen += rig.talk().say("LANG\r\nLANG de\r\nLANG xx\r\nUTF8\r\nUSER user3\r\nPASS pass\r\nUTF8\r\n");
  rig.world.pop3 = {true, std::chrono::seconds(9), 7U};
  seen += rig.talk().greeting;
  for (int i = 0; i < 2; ++i)
    seen += rig.talk().say("APOP user2 x\r\nUSER user2\r\nPASS pass\r\nCAPA\r\nQUIT\r\n");
  rig.world.pop3 = {};
}

void mail_dialogue(Rig& rig, std::string& seen) {
  for (int i = 0; i < 3; ++i) rig.deliver(kLetter, "user2");
  {
    Talk talk = rig.talk("127.0.0.1:1");
    talk.login("user2");
    for (const char* piece :
         {"CAPA\r\n", "STAT\r\n", "LIST\r\n", "LIST 2\r\n", "UIDL\r\n", "UIDL 2\r\n", "RETR 1\r\n",
          "TOP 1 1\r\n", "TOP 1\r\n", "DELE 2\r\n", "DELE 2\r\n", "DELE 9\r\n", "TOP 2 1\r\n", "RETR 2\r\n",
          "STAT\r\n", "LIST\r\n", "UIDL\r\n", "NOOP\r\n"}) {
      seen += talk.say(piece) + "|";
    }
    seen += std::to_string(rig.left("user2"));
    for (const char* piece : {"RSET\r\n", "STAT\r\n", "DELE 3\r\n"}) seen += talk.say(piece);
  }
  seen += std::to_string(rig.left("user2"));
  {
    Talk talk = rig.talk("127.0.0.1:2");
    seen += talk.login("user2").say("UIDL 1\r\n");
    for (const char* piece : {"DELE 3\r\n", "RSET\r\n", "DELE 1\r\n", "RETR 2\r\n", "QUIT\r\n"})
      seen += talk.say(piece);
    seen += std::to_string(static_cast<int>(talk.effect));
  }
  seen += std::to_string(rig.left("user2"));
  rig.deliver("Subject: \xC3\xA9\r\n\r\nx\r\n", "user1");
  seen += rig.talk().login("user1").say("RETR 1\r\n");
  {
    Talk talk = rig.talk();
    seen += talk.say("UTF8\r\nUSER user1\r\nPASS pass\r\nRETR 1\r\n");
  }
  seen += rig.talk("127.0.0.1:3").login("user2").say("UIDL\r\n");
  seen += rig.talk("127.0.0.1:4").login("user3").say("LIST\r\n");
}

std::string seen_with(std::string_view deviation) {
  Rig rig;
  if (!deviation.empty()) {
    EXPECT_EQ(rig.deviations.add(deviation), "");
  }
  std::string seen;
  login_dialogue(rig, seen);
  mail_dialogue(rig, seen);
  return seen;
}

TEST(Pop3Deviation, EachIsSeen) {
  const std::string right = seen_with("");
  EXPECT_EQ(seen_with(""), right);
  for (const Deviation* deviation : pop3_deviations()) {
    EXPECT_TRUE(seen_with(deviation->name) != right) << deviation->name;
  }
}

TEST(Deviations, HaveNamesOfTheirOwn) {
  std::set<std::string_view> names;
  for (const Deviation* deviation : all_deviations()) {
    EXPECT_TRUE(names.insert(deviation->name).second) << deviation->name;
    EXPECT_FALSE(deviation->what.empty()) << deviation->name;
    EXPECT_GT(deviation->clause.rfc, 0) << deviation->name;
  }
}

TEST(Deviations, AreCountedDown) {
  Deviations deviations;
  ASSERT_EQ(deviations.add("pop3.noop.refused:2"), "");
  EXPECT_TRUE(deviations.hit(pop3d::kNoopRefused));
  EXPECT_FALSE(deviations.hit(pop3d::kRetrCut));
  EXPECT_TRUE(deviations.hit(pop3d::kNoopRefused));
  EXPECT_FALSE(deviations.hit(pop3d::kNoopRefused));
}

TEST(Deviations, AskWhatWasMeant) {
  Deviations deviations;
  EXPECT_EQ(deviations.add("pop3.noop.refuse"),
            "no deviation is called 'pop3.noop.refuse'; did you mean 'pop3.noop.refused'?");
  EXPECT_NE(deviations.add("pop3.noop.refused:0"), "");
  EXPECT_NE(deviations.add("pop3.noop.refused:"), "");
  EXPECT_NE(deviations.add(""), "");
}

}  // namespace
}  // namespace mailrig::server
