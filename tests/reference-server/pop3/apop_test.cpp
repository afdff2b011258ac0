// APOP (RFC 1939 7) and the accounts' names and passwords in UTF-8 (RFC 6856 2.2).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/sasl/secret.hpp"
#include "tests/reference-server/pop3/rig.hpp"

namespace mailrig::server {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

std::string timestamp_of(const Talk& talk) {
  const std::size_t begin = talk.greeting.find('<');
  return talk.greeting.substr(begin, talk.greeting.find('>') + 1 - begin);
}

std::string apop(const Talk& talk, std::string_view user, std::string_view password) {
  return "APOP " + std::string(user) + ' ' + sasl::apop_digest(timestamp_of(talk), password) + "\r\n";
}

class Apop : public testing::Test {
 protected:
  Apop() { rig_.world.pop3.apop = true; }
  Rig rig_;
};

TEST_F(Apop, LogsInWithTheDigestOfTimestampAndPassword) {
  Talk talk = rig_.talk();
  EXPECT_THAT(talk.greeting, testing::ContainsRegex("^\\+OK [^<]*<[^<>@ ]+@pop.example.test>\r\n$"));
  EXPECT_EQ(talk.say(apop(talk, "user1", "pass")), "+OK 0 messages (0 octets)\r\n");
  EXPECT_EQ(talk.status("STAT\r\n"), "+OK");
  EXPECT_EQ(talk.status(apop(talk, "user1", "pass")), "-ERR");
}

TEST_F(Apop, RefusesOtherDigestsAndNames) {
  Talk talk = rig_.talk();
  EXPECT_EQ(talk.status(apop(talk, "user1", "no")), "-ERR [AUTH]");
  EXPECT_EQ(talk.status(apop(talk, "nobody", "pass")), "-ERR [AUTH]");
  EXPECT_EQ(talk.status("APOP user1\r\n"), "-ERR");
  EXPECT_EQ(talk.status("APOP user1 x y\r\n"), "-ERR");
  EXPECT_EQ(talk.status(apop(talk, "user1", "pass")), "+OK");
}

TEST_F(Apop, NoDigestHoldsTwice) {
  Talk first = rig_.talk();
  const std::string line = apop(first, "user1", "pass");
  Talk second = rig_.talk();
  EXPECT_NE(timestamp_of(first), timestamp_of(second));
  EXPECT_EQ(second.status(line), "-ERR [AUTH]");
  EXPECT_EQ(first.status(line), "+OK");
}

TEST(ApopOff, IsUnknown) {
  Rig rig;
  Talk talk = rig.talk();
  EXPECT_EQ(talk.greeting, "+OK mailrig POP3 server ready\r\n");
  EXPECT_EQ(talk.say("APOP user1 c4c9334bac560ecc979e58001b3e22fb\r\n"), "-ERR unknown command\r\n");
}

class Utf8Names : public Apop {
 protected:
  Utf8Names() {
    rig_.accounts.add({"j\xC3\xBCrgen", "p\xC3\xA4ss", {"j@example.test"}});
    rig_.accounts.add({"IX", "IX", {"ix@example.test"}});
  }
};

TEST_F(Utf8Names, LogIn) {
  EXPECT_THAT(rig_.talk().say("USER j\xC3\xBCrgen\r\nPASS p\xC3\xA4ss\r\n"), HasSubstr("+OK 0 messages"));
  // The same letters, put together of two characters each.
  EXPECT_THAT(rig_.talk().say("USER ju\xCC\x88rgen\r\nPASS pa\xCC\x88ss\r\n"), HasSubstr("+OK 0 messages"));
  EXPECT_THAT(rig_.talk().say("USER I\xC2\xADX\r\nPASS I\xC2\xADX\r\n"), HasSubstr("+OK 0 messages"));
  Talk talk = rig_.talk();
  EXPECT_THAT(talk.say(apop(talk, "j\xC3\xBCrgen", "p\xC3\xA4ss")), StartsWith("+OK"));
}

TEST_F(Utf8Names, AreRefusedWhereTheyAreNoUtf8OrProhibited) {
  for (const char* name : {"\xFF", "j\xC3", "j\xC3\xBCrgen\xE2\x80\x8F"}) {
    Talk talk = rig_.talk();
    talk.say("USER " + std::string(name) + "\r\n");
    EXPECT_EQ(talk.status("PASS p\xC3\xA4ss\r\n"), "-ERR [AUTH]");
  }
  EXPECT_EQ(rig_.talk().status("STAT \xC3\xA4\r\n"), "-ERR");
}

}  // namespace
}  // namespace mailrig::server
