#include "harness/cli/relay_hops.hpp"

#include <gtest/gtest.h>

namespace mailrig::cli {
namespace {

using server::smtpd::HopTls;

const Routes kRoutes{{"a.example", {"mx.example", 587}}, {"b.example", {"127.0.0.1", 25}}};

std::string read(std::string_view text, server::HopTerms& terms) {
  scenario::Diagnostics mistakes;
  read_relay_hops("h.toml", text, kRoutes, terms, mistakes);
  return scenario::render(std::move(mistakes));
}

TEST(RelayHops, SetsWhatItNames) {
  server::HopTerms terms;
  EXPECT_EQ(
      read(
          "[[hop]]\naddress = \"mx.example:587\"\ntls = \"required\"\nuser = \"rig\"\npassword = \"secret\"\n"
          "[[hop]]\naddress = \"127.0.0.1:25\"\nuser = \"x\"\npassword = \"y\"\n",
          terms),
      "");
  ASSERT_EQ(terms.size(), 2U);
  EXPECT_EQ(terms.at("mx.example:587").tls, HopTls::Required);
  EXPECT_TRUE(terms.at("mx.example:587").verify);
  EXPECT_EQ(terms.at("mx.example:587").user, "rig");
  EXPECT_EQ(terms.at("mx.example:587").password, "secret");
  EXPECT_EQ(terms.at("127.0.0.1:25").tls, HopTls::Offered);
}

TEST(RelayHops, MayLeaveACertificateUnchecked) {
  server::HopTerms terms;
  EXPECT_EQ(read("[[hop]]\naddress = \"mx.example:587\"\ntls = \"implicit\"\nverify = false\n", terms), "");
  EXPECT_EQ(terms.at("mx.example:587").tls, HopTls::Implicit);
  EXPECT_FALSE(terms.at("mx.example:587").verify);
  EXPECT_FALSE(terms.at("mx.example:587").login());
}

TEST(RelayHops, TellsEveryMistakeAndNoSecret) {
  server::HopTerms terms;
  EXPECT_EQ(read("hops = 1\n"
                 "[[hop]]\naddress = \"mx.example:25\"\ntls = \"always\"\nuser = \"rig\"\n"
                 "[[hop]]\naddress = \"mx.example:587\"\nuser = \"rig\"\npassword = \"secret\"\nport = 1\n"
                 "[[hop]]\naddress = \"127.0.0.1:25\"\nverify = true\n"
                 "[[hop]]\naddress = \"127.0.0.1:25\"\nverify = \"secret\"\npassword = 7\nuser = \"\"\n"
                 "[[hop]]\naddress = \"nowhere\"\n",
                 terms),
            "h.toml:1:1: a file of next hops has no key 'hops'; did you mean 'hop'?\n"
            "h.toml:2:1: 'password' is missing\n"
            "h.toml:3:11: no route leads to mx.example:25\n"
            "h.toml:4:7: 'always': offered, required or implicit was meant\n"
            "h.toml:8:8: a login at another machine needs tls = \"required\" or \"implicit\"\n"
            "h.toml:10:1: [[hop]] has no key 'port'\n"
            "h.toml:13:10: TLS that is merely offered is not checked; tls = \"required\" demands it\n"
            "h.toml:15:11: this hop is there twice\n"
            "h.toml:16:10: 'verify' must be true or false\n"
            "h.toml:17:12: 'password' must be a string\n"
            "h.toml:18:8: 'user' is empty\n"
            "h.toml:20:11: 'nowhere' is no address; meant is \"host:port\"\n");
  EXPECT_EQ(read("", terms), "h.toml:1:1: at least one [[hop]] is expected\n");
  EXPECT_EQ(read("[[hop]]\npassword = \"secret\nuser", terms).find("secret"), std::string::npos);
  EXPECT_EQ(read_relay_hops("/nonexistent/h.toml", kRoutes, terms), "/nonexistent/h.toml: cannot be read\n");
}

}  // namespace
}  // namespace mailrig::cli
