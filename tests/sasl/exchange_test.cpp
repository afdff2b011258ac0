#include <gtest/gtest.h>

#include "harness/sasl/sasl.hpp"

namespace mailrig::sasl {
namespace {

using namespace std::string_literals;

std::optional<std::string> password_of(std::string_view user) {
  if (user == "tim") return "tanstaaftanstaaf";
  if (user == "fred flintstone") return "yabba, dabba";
  return std::nullopt;
}

std::unique_ptr<Server> server(std::string_view mechanism) {
  return make_server(mechanism, "smtp", "mail.example", password_of);
}

struct Ended {
  Step client = Step::Failed;
  Step server = Step::Failed;
  std::string user;
  int challenges = 0;
};

// The talk as a protocol leads it, with or without initial response.
Ended talk(std::string_view mechanism, const Credentials& credentials, bool initial) {
  const auto client = make_client(mechanism, credentials);
  const auto host = server(mechanism);
  Ended ended;
  Outcome asked{Step::Continue, {}};
  if (client->client_first()) {
    if (!initial) ++ended.challenges;
  } else {
    asked = host->step("");
    ++ended.challenges;
  }
  while (asked.step == Step::Continue && ended.challenges < 9) {
    const Outcome answer = client->step(asked.message);
    ended.client = answer.step;
    if (answer.step == Step::Failed) return ended;
    asked = host->step(answer.message);
    ended.server = asked.step;
    if (asked.step == Step::Continue) ++ended.challenges;
  }
  ended.user = host->user();
  return ended;
}

TEST(Exchange, EveryMechanismEndsWell) {
  for (const std::string& mechanism : mechanisms()) {
    for (const bool initial : {true, false}) {
      const Ended ended = talk(mechanism, {"tim", "tanstaaftanstaaf", ""}, initial);
      EXPECT_EQ(ended.client, Step::Done) << mechanism;
      EXPECT_EQ(ended.server, Step::Done) << mechanism;
      EXPECT_EQ(ended.user, "tim") << mechanism;
    }
  }
}

TEST(Exchange, TakesSpacesInNames) {
  for (const std::string& mechanism : mechanisms()) {
    EXPECT_EQ(talk(mechanism, {"fred flintstone", "yabba, dabba", ""}, true).user, "fred flintstone");
  }
}

TEST(Exchange, RefusesAWrongPasswordOrUser) {
  for (const std::string& mechanism : mechanisms()) {
    for (const Credentials& wrong :
         {Credentials{"tim", "tanstaaf", ""}, Credentials{"tim", "", ""}, Credentials{"tom", "x", ""}}) {
      const Ended ended = talk(mechanism, wrong, true);
      EXPECT_EQ(ended.server, Step::Failed) << mechanism << ' ' << wrong.user;
      EXPECT_EQ(ended.user, "");
    }
  }
}

TEST(Exchange, AuthorizesOnlyAsOneself) {
  for (const std::string mechanism : {"PLAIN", "SCRAM-SHA-1", "SCRAM-SHA-256"}) {
    EXPECT_EQ(talk(mechanism, {"tim", "tanstaaftanstaaf", "tim"}, true).server, Step::Done) << mechanism;
    EXPECT_EQ(talk(mechanism, {"tim", "tanstaaftanstaaf", "fred"}, true).server, Step::Failed) << mechanism;
  }
}

// RFC 4616 4
TEST(Exchange, ReadsTheExamplesOfPlain) {
  EXPECT_EQ(server("PLAIN")->step("\0tim\0tanstaaftanstaaf"s).step, Step::Done);
  EXPECT_EQ(server("plain")->step("Ursel\0tim\0tanstaaftanstaaf"s).step, Step::Failed);
}

TEST(Exchange, LoginTakesAnInitialResponse) {
  const auto host = server("LOGIN");
  EXPECT_EQ(host->step("tim").step, Step::Continue);
  EXPECT_EQ(host->step("tanstaaftanstaaf").step, Step::Done);
  EXPECT_EQ(host->user(), "tim");
}

TEST(Exchange, ScramSignatureIsOneMoreChallenge) {
  EXPECT_EQ(talk("SCRAM-SHA-256", {"tim", "tanstaaftanstaaf", ""}, true).challenges, 2);
}

TEST(Exchange, FailsOnGarbageAndStaysFailed) {
  const std::string garbage[] = {"",
                                 "\0"s,
                                 "\0\0"s,
                                 "\0\0\0\0"s,
                                 "n",
                                 "n,,",
                                 "n,,n=tim",
                                 "n,,n=tim,r=",
                                 "y,,n=,r=a",
                                 "\xFF\xFE\x80",
                                 std::string(kMessageLimit + 1, 'n')};
  for (const std::string& mechanism : mechanisms()) {
    if (mechanism == "LOGIN") continue;  // any octets are a user name
    for (const std::string& octets : garbage) {
      const auto host = server(mechanism);
      Outcome outcome = host->step(octets);
      for (int i = 0; i < 4 && outcome.step == Step::Continue; ++i) outcome = host->step("c=biws,r=x,p=x");
      EXPECT_EQ(outcome.step, Step::Failed) << mechanism << ' ' << octets.substr(0, 20);
      EXPECT_EQ(host->step("\0tim\0tanstaaftanstaaf"s).step, Step::Failed);
      EXPECT_EQ(host->user(), "");
    }
  }
}

TEST(Exchange, ClientFailsOnAForgedServer) {
  const auto client = make_client("SCRAM-SHA-256", {"tim", "tanstaaftanstaaf", ""});
  EXPECT_EQ(client->step("").step, Step::Continue);
  EXPECT_EQ(client->step("r=notmine,s=c2FsdA==,i=4096").step, Step::Failed);
  EXPECT_EQ(client->step("v=AAAA").step, Step::Failed);
}

// RFC 5802 9: a hostile server asks for a count that takes hours.
TEST(Exchange, ClientDoesNotCountWithoutEnd) {
  for (const char* count : {"1000001", "4294967295", "99999999999999999999", "-1", "1x", ""}) {
    const auto client = make_client("SCRAM-SHA-256", {"tim", "tanstaaftanstaaf", ""});
    const std::string first = client->step("").message;
    const std::string nonce = first.substr(first.find("r="));
    EXPECT_EQ(client->step(nonce + "x,s=c2FsdA==,i=" + count).step, Step::Failed) << count;
    EXPECT_EQ(client->step(nonce + "x,s=c2FsdA==,i=4096").step, Step::Failed) << count;
  }
}

TEST(Exchange, KnowsNoOtherMechanism) {
  EXPECT_EQ(make_client("CRAM-MD5", {}), nullptr);
  EXPECT_EQ(make_server("", "smtp", "h", password_of), nullptr);
  EXPECT_EQ(make_server("SCRAM-SHA-256-PLUS", "smtp", "h", password_of), nullptr);
  EXPECT_TRUE(make_client("SCRAM-SHA-256", {})->client_first());
  EXPECT_FALSE(make_client("LOGIN", {})->client_first());
}

}  // namespace
}  // namespace mailrig::sasl
