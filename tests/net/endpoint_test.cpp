#include "harness/net/endpoint.hpp"

#include <gtest/gtest.h>

namespace mailrig::net {
namespace {

TEST(Endpoint, ReadsHostAndPort) {
  const struct {
    const char* text;
    Endpoint meant;
  } cases[] = {{"localhost:25", {"localhost", 25}},
               {"127.0.0.1:0", {"127.0.0.1", 0}},
               {"[::1]:143", {"::1", 143}},
               {":110", {"127.0.0.1", 110}},
               {"mx.example:65535", {"mx.example", 65535}}};
  for (const auto& c : cases) {
    Endpoint out;
    ASSERT_TRUE(parse_endpoint(c.text, out)) << c.text;
    EXPECT_EQ(out, c.meant) << c.text;
  }
}

TEST(Endpoint, LeavesTheValueAloneWhenWrong) {
  for (const char* text : {"", "host", "host:", "host:65536", "host:-1", "host:25x", "::1:25", "[::1]",
                           "[host]:25", "a b:25", "[::1:25"}) {
    Endpoint out{"kept", 7};
    EXPECT_FALSE(parse_endpoint(text, out)) << text;
    EXPECT_EQ(out, (Endpoint{"kept", 7})) << text;
  }
}

TEST(Endpoint, BracketsIpv6) {
  EXPECT_EQ(to_string({"::1", 25}), "[::1]:25");
  EXPECT_EQ(to_string({"localhost", 25}), "localhost:25");
}

TEST(Endpoint, KnowsLoopback) {
  for (const char* host : {"127.0.0.1", "127.3.2.1", "::1", "localhost", "LocalHost"}) {
    EXPECT_TRUE(is_loopback(host)) << host;
  }
  for (const char* host : {"128.0.0.1", "localhost.example", "127.0.0.1.example", "::2", "", "10.0.0.1"}) {
    EXPECT_FALSE(is_loopback(host)) << host;
  }
}

}  // namespace
}  // namespace mailrig::net
