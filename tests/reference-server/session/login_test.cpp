#include "reference-server/session/login.hpp"

#include <gtest/gtest.h>

namespace mailrig::server {
namespace {

using Names = std::vector<std::string_view>;

class Login : public testing::Test {
 protected:
  Login() {
    world.accounts = &accounts;
    world.deviations = &deviations;
  }
  [[nodiscard]] Names offered(bool secure) const { return offered_mechanisms({world, secure, channel}); }
  [[nodiscard]] bool begins(std::string_view mechanism, bool secure) const {
    return begin_login({world, secure, channel}, mechanism, "imap") != nullptr;
  }

  Accounts accounts = Accounts::numbered(1, "example.test");
  Deviations deviations;
  World world;
  std::function<Channel()> channel;
};

TEST_F(Login, OffersWhatTheConnectionIsGoodFor) {
  const Names usual{"SCRAM-SHA-256", "SCRAM-SHA-1", "PLAIN", "LOGIN"};
  EXPECT_EQ(offered(false), usual);
  EXPECT_EQ(offered(true), usual);  // nothing is known of the channel
  channel = [] { return Channel{"", std::string(32, 'e'), ""}; };
  EXPECT_EQ(offered(false), usual);
  EXPECT_EQ(offered(true), (Names{"SCRAM-SHA-256-PLUS", "SCRAM-SHA-1-PLUS", "SCRAM-SHA-256", "SCRAM-SHA-1",
                                  "PLAIN", "LOGIN"}));
  world.plaintext_login = false;
  EXPECT_EQ(offered(false), (Names{"SCRAM-SHA-256", "SCRAM-SHA-1"}));
}

TEST_F(Login, OffersMoreWhenTold) {
  world.more_mechanisms = {"cram-md5", "DIGEST-MD5"};
  world.bearer = "t0ken";
  channel = [] { return Channel{"", "", "user1"}; };
  EXPECT_EQ(offered(true), (Names{"SCRAM-SHA-256", "SCRAM-SHA-1", "EXTERNAL", "OAUTHBEARER", "XOAUTH2",
                                  "DIGEST-MD5", "CRAM-MD5", "PLAIN", "LOGIN"}));
}

TEST_F(Login, BeginsWhatItOffersAndNothingElse) {
  for (const char* mechanism :
       {"SCRAM-SHA-256-PLUS", "EXTERNAL", "XOAUTH2", "CRAM-MD5", "ANONYMOUS", "NTLM", ""}) {
    EXPECT_FALSE(begins(mechanism, true)) << mechanism;
  }
  EXPECT_TRUE(begins("scram-sha-1", false));
  world.plaintext_login = false;
  EXPECT_FALSE(begins("PLAIN", false));
  EXPECT_TRUE(begins("PLAIN", true));
  EXPECT_EQ(deviations.add("sasl.external-unchecked"), "");
  EXPECT_TRUE(begins("EXTERNAL", false));
}

}  // namespace
}  // namespace mailrig::server
