#include "harness/net/http.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/net/rig.hpp"

namespace mailrig::net {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

class HttpTest : public testing::Test {
 protected:
  explicit HttpTest(HttpLimits limits = {})
      : server_(
            loop_, {"127.0.0.1", 0},
            [this](const HttpRequest& request) {
              asked_.push_back(request);
              return HttpResponse{200, request.method + ' ' + request.target + ' ' + request.body,
                                  "text/plain"};
            },
            limits) {}

  void connect() {
    ConnectOptions options;
    options.endpoint = server_.endpoint();
    client_.connection = loop_.connect(options, client_);
  }
  bool until(const std::function<bool()>& so) {
    const auto begin = Clock::now();
    while (!so() && Clock::now() - begin < kPatience) loop_.run_for(std::chrono::milliseconds(1));
    return so();
  }
  bool hears(std::string_view text) {
    return until([&] { return client_.got.find(text) != std::string::npos; });
  }
  bool sees_end() {
    return until([&] { return client_.closing.has_value(); });
  }

  Loop loop_;
  std::vector<HttpRequest> asked_;
  HttpServer server_;
  End client_;
};

TEST_F(HttpTest, AnswersARequest) {
  connect();
  client_.connection->write(
      "PUT /a?b HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer y\r\nContent-Length: 3\r\n\r\nbdy");
  ASSERT_TRUE(hears("PUT /a?b bdy"));
  EXPECT_THAT(client_.got, StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_THAT(client_.got, HasSubstr("Content-Length: 12\r\n"));
  EXPECT_EQ(asked_.at(0).authorization, "Bearer y");
  EXPECT_FALSE(client_.closing.has_value());
}

TEST_F(HttpTest, AnswersHoweverTheRequestIsCut) {
  connect();
  for (const char c : std::string_view("PUT /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nbdy")) {
    client_.connection->write(std::string_view(&c, 1));
    loop_.run_for(std::chrono::milliseconds(0));
  }
  EXPECT_TRUE(hears("PUT /a bdy"));
}

TEST_F(HttpTest, AnswersSeveralInOrderAndClosesWhenAsked) {
  connect();
  client_.connection->write(
      "GET /1 HTTP/1.1\r\nHost: x\r\n\r\nGET /2 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\nGET /3 "
      "HTTP/1.1\r\n\r\n");
  ASSERT_TRUE(sees_end());
  ASSERT_EQ(asked_.size(), 2U);
  EXPECT_LT(client_.got.find("GET /1"), client_.got.find("GET /2"));
  EXPECT_THAT(client_.got, HasSubstr("Connection: close\r\n"));
}

TEST_F(HttpTest, RefusesWhatIsNoHttp) {
  connect();
  client_.connection->write("EHLO mail\r\n\r\n");
  ASSERT_TRUE(sees_end());
  EXPECT_THAT(client_.got, StartsWith("HTTP/1.1 400 "));
  EXPECT_TRUE(asked_.empty());
}

TEST_F(HttpTest, RefusesWhatIsTooLarge) {
  connect();
  client_.connection->write("GET / HTTP/1.1\r\nX: " + std::string(9000, 'x'));
  ASSERT_TRUE(sees_end());
  EXPECT_THAT(client_.got, StartsWith("HTTP/1.1 431 "));
  client_ = {};
  connect();
  client_.connection->write("PUT / HTTP/1.1\r\nContent-Length: 70000\r\n\r\n");
  ASSERT_TRUE(sees_end());
  EXPECT_THAT(client_.got, StartsWith("HTTP/1.1 413 "));
  EXPECT_TRUE(asked_.empty());
}

class HastyHttpTest : public HttpTest {
 protected:
  HastyHttpTest() : HttpTest({.time = std::chrono::milliseconds(30), .connections = 1}) {}
};

TEST_F(HastyHttpTest, ClosesWhoTakesTooLong) {
  connect();
  client_.connection->write("GET / HTTP/1.1\r\n");
  EXPECT_TRUE(sees_end());
  EXPECT_EQ(client_.got, "");
}

TEST_F(HastyHttpTest, HasSoManyConnections) {
  connect();
  client_.connection->write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  ASSERT_TRUE(hears("200 OK"));
  End second;
  ConnectOptions options;
  options.endpoint = server_.endpoint();
  second.connection = loop_.connect(options, second);
  EXPECT_TRUE(until([&] { return second.closing.has_value(); }));
  EXPECT_EQ(second.got, "");
}

}  // namespace
}  // namespace mailrig::net
