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

const ChannelBinding kChannel{"tls-exporter", std::string(32, 'c')};

ServerSide side(Faults faults = {}) {
  ServerSide side;
  side.service = "smtp";
  side.host = "mail.example";
  side.password_of = password_of;
  side.token = "t0ken";
  side.bindings = {kChannel};
  side.faults = faults;
  return side;
}

std::unique_ptr<Server> server(std::string_view mechanism) {
  return make_server(mechanism, side());
}

// What a client of any mechanism needs.
Credentials credentials(const std::string& user, const std::string& password) {
  Credentials all{user, password, ""};
  all.token = password == "tanstaaftanstaaf" || password == "yabba, dabba" ? "t0ken" : password;
  all.service = "smtp";
  all.host = "mail.example";
  all.binding = kChannel;
  return all;
}

// Those that know a user by a secret.
std::vector<std::string> with_secret() {
  std::vector<std::string> names;
  for (const std::string& mechanism : mechanisms()) {
    if (traits(mechanism).has_secret) names.push_back(mechanism);
  }
  return names;
}

struct Ended {
  Step client = Step::Failed;
  Step server = Step::Failed;
  std::string user;
  int challenges = 0;
  std::string reason;
};

// The talk as a protocol leads it, with or without initial response.
Ended talk(std::string_view mechanism, const Credentials& credentials, bool initial,
           ServerSide theirs = side()) {
  const auto client = make_client(mechanism, credentials);
  const auto host = make_server(mechanism, std::move(theirs));
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
    ended.reason = answer.reason;
    if (answer.step == Step::Failed) return ended;
    asked = host->step(answer.message);
    ended.server = asked.step;
    if (asked.step == Step::Continue) ++ended.challenges;
  }
  ended.user = host->user();
  return ended;
}

TEST(Exchange, EveryMechanismEndsWell) {
  for (const std::string& mechanism : with_secret()) {
    for (const bool initial : {true, false}) {
      const Ended ended = talk(mechanism, credentials("tim", "tanstaaftanstaaf"), initial);
      EXPECT_NE(ended.client, Step::Failed) << mechanism << ended.reason;
      EXPECT_EQ(ended.server, Step::Done) << mechanism;
      EXPECT_EQ(ended.user, "tim") << mechanism;
    }
  }
}

TEST(Exchange, TakesSpacesInNames) {
  for (const std::string& mechanism : with_secret()) {
    EXPECT_EQ(talk(mechanism, credentials("fred flintstone", "yabba, dabba"), true).user, "fred flintstone")
        << mechanism;
  }
}

TEST(Exchange, RefusesAWrongPasswordOrUser) {
  for (const std::string& mechanism : with_secret()) {
    for (const auto& [user, password] :
         {std::pair{"tim", "tanstaaf"}, {"tim", ""}, {"tom", "tanstaaftanstaaf"}}) {
      const Ended ended = talk(mechanism, credentials(user, password), true);
      EXPECT_EQ(ended.server, Step::Failed) << mechanism << ' ' << user;
      EXPECT_EQ(ended.user, "");
    }
  }
}

TEST(Exchange, IsBoundToItsChannel) {
  for (const std::string mechanism : {"SCRAM-SHA-1-PLUS", "SCRAM-SHA-256-PLUS"}) {
    for (const std::string type : {"tls-exporter", "tls-unique"}) {
      ServerSide theirs = side();
      theirs.bindings = {{type, "channel"}};
      Credentials ours = credentials("tim", "tanstaaftanstaaf");
      ours.binding = {type, "channel"};
      EXPECT_EQ(talk(mechanism, ours, true, theirs).server, Step::Done) << mechanism << type;
      ours.binding.data = "another";
      EXPECT_EQ(talk(mechanism, ours, true, theirs).server, Step::Failed) << mechanism << type;
      theirs.faults.binding_ignored = true;
      EXPECT_EQ(talk(mechanism, ours, true, theirs).server, Step::Done) << mechanism << type;
      EXPECT_EQ(talk(mechanism, {"tim", "wrong", "", "", "", "", {type, "channel"}}, true, theirs).server,
                Step::Failed);
    }
    std::string why;
    EXPECT_EQ(make_client(mechanism, {"tim", "x", ""}, why), nullptr);
    EXPECT_EQ(why, mechanism + " wants a TLS channel to be bound to, and there is none");
    ServerSide theirs = side();
    theirs.bindings.clear();
    EXPECT_EQ(make_server(mechanism, theirs), nullptr);
  }
}

// RFC 5802 6: the client believes that there is no -PLUS, and there is.
TEST(Exchange, ADowngradedClientIsRefused) {
  ServerSide theirs = side();
  EXPECT_EQ(make_server("SCRAM-SHA-256", theirs)->step("y,,n=tim,r=abcdef").step, Step::Failed);
  EXPECT_EQ(make_server("SCRAM-SHA-256", theirs)->step("n,,n=tim,r=abcdef").step, Step::Continue);
  theirs.bindings.clear();
  EXPECT_EQ(make_server("SCRAM-SHA-256", theirs)->step("y,,n=tim,r=abcdef").step, Step::Continue);
}

TEST(Exchange, CanBeWrongOnPurpose) {
  for (const std::string& mechanism : with_secret()) {
    Faults faults;
    faults.secret_ignored = true;
    EXPECT_EQ(talk(mechanism, credentials("tim", "tanstaaf"), true, side(faults)).server, Step::Done)
        << mechanism;
    EXPECT_EQ(talk(mechanism, credentials("tom", "x"), true, side(faults)).server, Step::Failed) << mechanism;
    if (!mechanism.starts_with("SCRAM-")) continue;
    faults = {};
    faults.signature_wrong = true;
    const Ended ended = talk(mechanism, credentials("tim", "tanstaaftanstaaf"), true, side(faults));
    EXPECT_EQ(ended.client, Step::Failed) << mechanism;
    EXPECT_NE(ended.reason, "") << mechanism;
  }
}

TEST(Exchange, PlainIsForOneselfAndWithAPassword) {  // RFC 4616 2
  const std::string as_another("fred flintstone\0tim\0tanstaaftanstaaf", 36), no_password("\0tim\0", 5);
  EXPECT_EQ(make_server("PLAIN", side())->step(as_another).step, Step::Failed);
  EXPECT_EQ(make_server("PLAIN", side())->step(no_password).step, Step::Failed);
  Faults faults;
  faults.authorization_ignored = faults.empty_password_taken = true;
  for (const std::string& message : {as_another, no_password}) {
    const auto server = make_server("PLAIN", side(faults));
    EXPECT_EQ(server->step(message).step, Step::Done);
    EXPECT_EQ(server->user(), "tim");
  }
  EXPECT_EQ(make_server("PLAIN", side(faults))->step(std::string_view("\0tom\0", 5)).step, Step::Failed);
}

TEST(Exchange, ExternalStandsOnTheCertificate) {
  ServerSide theirs = side();
  EXPECT_EQ(talk("EXTERNAL", {}, true, theirs).server, Step::Failed);
  theirs.certificate_user = "tim";
  for (const char* as : {"", "tim"}) {
    const Ended ended = talk("EXTERNAL", {"", "", as}, true, theirs);
    EXPECT_EQ(ended.server, Step::Done);
    EXPECT_EQ(ended.user, "tim");
  }
  EXPECT_EQ(talk("EXTERNAL", {"", "", "fred flintstone"}, true, theirs).server, Step::Failed);
  theirs.certificate_user = "nobody";
  EXPECT_EQ(talk("EXTERNAL", {}, true, theirs).server, Step::Failed);
  theirs.certificate_user.clear();
  theirs.faults.external_unchecked = true;
  EXPECT_EQ(talk("EXTERNAL", {"", "", "tim"}, true, theirs).user, "tim");
}

// RFC 7628 4.1
TEST(Oauth, WritesTheExampleOfTheRfc) {
  Credentials ours;
  ours.user = "user@example.com";
  ours.host = "server.example.com";
  ours.token = "vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==";
  EXPECT_EQ(make_client("OAUTHBEARER", ours)->step("").message,
            "n,a=user@example.com,\x01host=server.example.com\x01"
            "auth=Bearer " +
                ours.token + "\x01\x01");
  EXPECT_EQ(make_client("XOAUTH2", ours)->step("").message,
            "user=user@example.com\x01"
            "auth=Bearer " +
                ours.token + "\x01\x01");
}

// RFC 7628 3.2.3: the reason comes as a challenge, the client answers it, and the server fails.
TEST(Oauth, HearsWhyItIsRefused) {
  Credentials ours = credentials("tim", "wrong");
  for (const char* mechanism : {"OAUTHBEARER", "XOAUTH2"}) {
    const auto client = make_client(mechanism, ours);
    const auto host = server(mechanism);
    const Outcome reason = host->step(client->step("").message);
    EXPECT_EQ(reason.step, Step::Continue);
    EXPECT_EQ(reason.message, R"({"status":"invalid_token"})");
    const Outcome answer = client->step(reason.message);
    EXPECT_EQ(answer.step, Step::Done);
    EXPECT_EQ(answer.message, std::string(mechanism) == "XOAUTH2" ? "" : "\x01");
    EXPECT_EQ(host->step(answer.message).step, Step::Failed);
    EXPECT_EQ(host->user(), "");
  }
}

TEST(Oauth, NamesMayHoldWhatSeparates) {
  ServerSide theirs = side();
  theirs.password_of = [](std::string_view user) -> std::optional<std::string> {
    return user == "a,b=c" ? std::optional<std::string>("") : std::nullopt;
  };
  EXPECT_EQ(talk("OAUTHBEARER", credentials("a,b=c", "tanstaaftanstaaf"), true, theirs).user, "a,b=c");
}

TEST(Exchange, AuthorizesOnlyAsOneself) {
  for (const std::string mechanism : {"PLAIN", "SCRAM-SHA-1", "SCRAM-SHA-256"}) {
    EXPECT_EQ(talk(mechanism, {"tim", "tanstaaftanstaaf", "tim"}, true).server, Step::Done) << mechanism;
    EXPECT_EQ(talk(mechanism, {"tim", "tanstaaftanstaaf", "fred"}, true).server, Step::Failed) << mechanism;
  }
}

// RFC 4616 2, RFC 4954 4, RFC 5034 4
TEST(Exchange, NamesAreComparedBySaslprep) {
  ServerSide theirs = side();
  theirs.password_of = [](std::string_view user) {
    return user == "jos\xC3\xA9" ? std::optional<std::string>("secret") : std::nullopt;
  };
  const auto step = [&](const std::string& response, std::string& user) {
    const auto host = make_server("PLAIN", theirs);
    const Step end = host->step(response).step;
    user = host->user();
    return end;
  };
  std::string user;
  for (const std::string& good :
       {"\0jos\xC3\xA9\0secret"s, "\0jose\xCC\x81\0secret"s, "jose\xCC\x81\0jos\xC2\xAD\xC3\xA9\0secret"s}) {
    EXPECT_EQ(step(good, user), Step::Done);
    EXPECT_EQ(user, "jos\xC3\xA9");
  }
  for (const std::string& bad : {"\xC2\xAD\0jos\xC3\xA9\0secret"s, "\0jos\xC3\xA9\x07\0secret"s,
                                 "\0\xC2\xAD\0secret"s, "\0jos\xE9\0secret"s})
    EXPECT_EQ(step(bad, user), Step::Failed);
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

// RFC 2831 2.2.2: what goes on from an exchange that the server does not remember is answered by a challenge.
TEST(Exchange, DigestMd5BeginsAnewOnAnInitialResponse) {
  const auto client = make_client("DIGEST-MD5", credentials("tim", "tanstaaftanstaaf"));
  const auto host = server("DIGEST-MD5");
  ASSERT_TRUE(host->takes_initial_response());
  const Outcome challenge = host->step("username=\"tim\",nonce=\"earlier\",nc=00000002,qop=auth");
  EXPECT_EQ(challenge.step, Step::Continue);
  EXPECT_TRUE(challenge.message.starts_with("nonce=")) << challenge.message;
  const Outcome proof = host->step(client->step(challenge.message).message);
  EXPECT_EQ(proof.step, Step::Continue);
  EXPECT_EQ(host->step(client->step(proof.message).message).step, Step::Done);
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
    if (!traits(mechanism).client_first || traits(mechanism).has_token || !traits(mechanism).has_secret)
      continue;
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

// RFC 5802 5.1: a refusal with its reason is no forgery.
TEST(Exchange, ScramClientTakesAReasonOfRefusal) {
  const auto client = make_client("SCRAM-SHA-256", {"tim", "tanstaaftanstaaf", ""});
  EXPECT_EQ(client->step("").step, Step::Continue);
  const Outcome answer = client->step("e=unknown-user");
  EXPECT_EQ(answer.step, Step::Done);
  EXPECT_EQ(answer.message, "");
}

TEST(Exchange, KnowsNoOtherMechanism) {
  std::string why;
  EXPECT_EQ(make_client("NTLM", {}, why), nullptr);
  EXPECT_EQ(why, "there is no mechanism called NTLM");
  EXPECT_EQ(make_server("", side()), nullptr);
  EXPECT_TRUE(make_client("SCRAM-SHA-256", {})->client_first());
  EXPECT_FALSE(make_client("LOGIN", {})->client_first());
}

}  // namespace
}  // namespace mailrig::sasl
