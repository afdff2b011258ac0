// Mail on its way from one server to another, over loopback sockets.
#include "reference-server/listen/relay.hpp"

#include <filesystem>
#include <fstream>
#include <functional>
#include <optional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "reference-server/listen/server.hpp"

namespace mailrig::server {
namespace {

using testing::HasSubstr;

constexpr std::chrono::seconds kPatience{20};  // a wait that long has failed

// A server with accounts of its own, and the queue that it hands mail on from.
struct Site {
  Site(net::Loop& loop, const std::string& domain, std::unique_ptr<Store> kept = make_memory_store())
      : accounts(Accounts::numbered(2, domain)), store(std::move(kept)) {
    world.host = "mail." + domain;
    world.accounts = &accounts;
    world.store = store.get();
    world.unix_time = [this] { return now; };
    net::TlsServerOptions tls;
    tls.host = world.host;
    server.emplace(loop, world, tls);
  }
  net::Endpoint listen(std::string_view name) {
    for (const Service& one : kServices) {
      if (one.name == name) return server->listen(one, {"127.0.0.1", 0});
    }
    return {};
  }
  void relay(net::Loop& loop, std::vector<smtpd::Route> routes, smtpd::Patience patience = {},
             const HopTerms& terms = {}, const std::string& ca_file = "") {
    queue.emplace(world, std::move(routes), patience);
    queue->load();
    world.queue = &*queue;
    courier.emplace(loop, world, *queue, ca_file, terms);
  }
  std::string newest(const std::string& user) {
    const auto inbox = store->open(*accounts.find(user), "INBOX");
    return inbox->messages().empty() ? "" : std::string(*inbox->messages().back().body.octets());
  }

  std::int64_t now = 1'700'000'000;
  World world;
  Accounts accounts;
  std::unique_ptr<Store> store;
  std::optional<smtpd::Queue> queue;
  std::optional<Relay> courier;
  std::optional<Server> server;
};

class Peering final : public net::Handler {
 public:
  void received(std::string_view bytes) override { got += bytes; }
  void closed(const net::Closing&) override { is_closed = true; }
  std::string got;
  bool is_closed = false;
  std::unique_ptr<net::Connection> connection;
};

class RelayTest : public testing::Test {
 protected:
  bool until(const std::function<bool()>& so) {
    const auto begin = std::chrono::steady_clock::now();
    while (!so() && std::chrono::steady_clock::now() - begin < kPatience)
      loop_.run_for(std::chrono::milliseconds(1));
    return so();
  }
  // A message of user1's, through that submission port.
  void submit(const net::Endpoint& endpoint, const std::string& from, const std::string& to,
              const std::string& parameters = "") {
    Peering peer;
    net::ConnectOptions options;
    options.endpoint = endpoint;
    peer.connection = loop_.connect(options, peer);
    peer.connection->write("EHLO c.example\r\nAUTH PLAIN AHVzZXIxAHBhc3M=\r\nMAIL FROM:<" + from +
                           ">\r\nRCPT TO:<" + to + ">" + parameters +
                           "\r\nDATA\r\nSubject: relayed\r\n\r\n.body\r\n.\r\nQUIT\r\n");
    EXPECT_TRUE(until([&] { return peer.is_closed; }));
    EXPECT_THAT(peer.got, HasSubstr("250 2.0.0 message taken"));
  }
  net::Loop loop_;
};

TEST_F(RelayTest, AMessageReachesTheRecipientsServer) {
  Site first(loop_, "first.example");
  Site second(loop_, "second.example");
  const net::Endpoint next = second.listen("smtp");
  first.relay(loop_, {{"second.example", {next.host, next.port}}});
  submit(first.listen("submission"), "user1@first.example", "user2@second.example", " NOTIFY=SUCCESS");
  ASSERT_TRUE(until([&] { return !second.newest("user2").empty(); }));
  const std::string message = second.newest("user2");
  EXPECT_TRUE(
      message.starts_with("Return-Path: <user1@first.example>\r\nReceived: from mail.first.example "));
  EXPECT_THAT(message, HasSubstr("by mail.second.example with ESMTPS id "));
  EXPECT_THAT(message, HasSubstr("by mail.first.example with ESMTPA id "));
  EXPECT_TRUE(message.ends_with("Subject: relayed\r\n\r\nbody\r\n"));
  EXPECT_TRUE(until([&] { return first.queue->size() == 0; }));
}

// A next hop that says yes to all, and to QUIT when told.
class Hop final : public net::Handler {
 public:
  explicit Hop(net::Loop& loop) {
    listener_ = loop.listen({"127.0.0.1", 0}, nullptr, [this](std::unique_ptr<net::Connection> connection) {
      connection_ = std::move(connection);
      connection_->set_handler(*this);
      connection_->write("220 hop\r\n");
    });
  }
  [[nodiscard]] net::Endpoint endpoint() const { return listener_->endpoint(); }
  void received(std::string_view bytes) override {
    got += bytes;
    if (!got.ends_with("\r\n") || asked_to_quit()) return;
    if (got.ends_with("DATA\r\n")) {
      message_ = true;
      connection_->write("354 go\r\n");
    } else if (!message_ || got.ends_with("\r\n.\r\n")) {
      message_ = false;
      connection_->write("250 ok\r\n");
    }
  }
  void closed(const net::Closing&) override { is_closed = true; }
  [[nodiscard]] bool asked_to_quit() const { return got.ends_with("QUIT\r\n"); }
  void say_goodbye() { connection_->write("221 bye\r\n"); }

  std::string got;
  bool is_closed = false;

 private:
  std::unique_ptr<net::Listener> listener_;
  std::unique_ptr<net::Connection> connection_;
  bool message_ = false;
};

// RFC 5321 4.1.1.10
TEST_F(RelayTest, TheAnswerToQuitIsWaitedFor) {
  Site first(loop_, "first.example");
  Hop hop(loop_);
  first.relay(loop_, {{"second.example", {"127.0.0.1", hop.endpoint().port}}});
  submit(first.listen("submission"), "user1@first.example", "user2@second.example");
  ASSERT_TRUE(until([&] { return hop.asked_to_quit(); }));
  EXPECT_TRUE(until([&] { return first.queue->size() == 0; }));  // what was to be known is
  loop_.run_for(std::chrono::milliseconds(20));
  EXPECT_FALSE(hop.is_closed);
  hop.say_goodbye();
  EXPECT_TRUE(until([&] { return hop.is_closed; }));
}

TEST_F(RelayTest, WhatTheNextServerRefusesComesBack) {
  Site first(loop_, "first.example");
  Site second(loop_, "second.example");
  const net::Endpoint next = second.listen("smtp");
  first.relay(loop_, {{"", {next.host, next.port}}});
  submit(first.listen("submission"), "user1@first.example", "nobody@second.example");
  ASSERT_TRUE(until([&] { return !first.newest("user1").empty(); }));
  EXPECT_THAT(first.newest("user1"),
              HasSubstr("Final-Recipient: rfc822; nobody@second.example\r\nAction: failed\r\n"
                        "Status: 5.1.1\r\n"));
}

TEST_F(RelayTest, ANextServerThatIsNotThereIsTriedAgain) {
  Site first(loop_, "first.example");
  Site second(loop_, "second.example");
  const net::Endpoint gone = [&] {
    Site third(loop_, "third.example");
    return third.listen("smtp");
  }();
  first.relay(loop_, {{"second.example", {gone.host, gone.port}}}, {60, 60, 3600});
  submit(first.listen("submission"), "user1@first.example", "user2@second.example");
  ASSERT_TRUE(until([&] { return first.queue->next() == first.now + 60; }));
  EXPECT_EQ(first.queue->size(), 1U);
  first.now += 3600;
  first.queue->changed();
  ASSERT_TRUE(until([&] { return !first.newest("user1").empty(); }));
  EXPECT_THAT(first.newest("user1"), HasSubstr("Status: 5.4.7\r\n"));
  EXPECT_EQ(first.queue->size(), 0U);
}

using smtpd::HopTls;

// A first server that hands on to the second one's submission service, which wants a login.
class SmarthostTest : public RelayTest {
 protected:
  void hand_on(std::string_view service, const smtpd::Terms& terms, bool trusted = true) {
    if (trusted) std::ofstream(ca_file_) << second_.server->certificate_pem();
    const net::Endpoint next = second_.listen(service);
    first_.relay(loop_, {{"second.example", {next.host, next.port}}}, {}, {{net::to_string(next), terms}},
                 trusted ? ca_file_ : "");
    submit(first_.listen("submission"), "user1@first.example", "user2@second.example");
  }
  ~SmarthostTest() override { std::filesystem::remove(ca_file_); }
  // Why it waits.
  std::string reply() {
    EXPECT_TRUE(until([&] { return first_.queue->next() > first_.now; }));
    return first_.queue->consignments().begin()->second.last_reply;
  }

  Site first_{loop_, "first.example"}, second_{loop_, "second.example"};
  std::string ca_file_ = testing::TempDir() + "relay-" + std::to_string(::getpid()) + ".pem";
};

TEST_F(SmarthostTest, IsLoggedInToUnderTlsThatIsChecked) {
  hand_on("submission", {HopTls::Required, true, "user1", "pass"});
  ASSERT_TRUE(until([&] { return !second_.newest("user2").empty(); }));
  EXPECT_THAT(second_.newest("user2"), HasSubstr("by mail.second.example with ESMTPSA id "));
}

TEST_F(SmarthostTest, IsMetUnderTlsFromTheFirstOctet) {
  hand_on("submissions", {HopTls::Implicit, true, "user1", "pass"});
  ASSERT_TRUE(until([&] { return !second_.newest("user2").empty(); }));
  EXPECT_THAT(second_.newest("user2"), HasSubstr("by mail.second.example with ESMTPSA id "));
}

TEST_F(SmarthostTest, ThatRefusesTheLoginIsTriedAgain) {
  hand_on("submission", {HopTls::Required, true, "user1", "secret"});
  EXPECT_EQ(reply(), "the next hop refuses our login (535)");
}

TEST_F(SmarthostTest, WhoseCertificateIsNotTrustedGetsNothing) {
  hand_on("submission", {HopTls::Required, true, "user1", "pass"}, false);
  EXPECT_THAT(reply(), HasSubstr("certificate"));
  EXPECT_EQ(second_.newest("user2"), "");
}

TEST_F(SmarthostTest, NeedNotBeTrustedWhereThatIsSaid) {
  hand_on("submission", {HopTls::Required, false, "user1", "pass"}, false);
  EXPECT_TRUE(until([&] { return !second_.newest("user2").empty(); }));
}

TEST_F(SmarthostTest, WithoutTheTlsThatIsDemandedGetsNothing) {
  second_.world.tls_available = false;
  hand_on("submission", {HopTls::Required, true, "user1", "pass"});
  EXPECT_THAT(reply(), HasSubstr("TLS is demanded"));
}

TEST_F(RelayTest, WhilePausedNothingIsRelayed) {
  Site first(loop_, "first.example");
  Site second(loop_, "second.example");
  const net::Endpoint next = second.listen("smtp");
  first.relay(loop_, {{"second.example", {next.host, next.port}}});
  first.courier->set_paused(true);
  submit(first.listen("submission"), "user1@first.example", "user2@second.example");
  loop_.run_for(std::chrono::milliseconds(20));
  ASSERT_EQ(first.queue->size(), 1U);
  EXPECT_FALSE(first.queue->consignments().begin()->second.under_way);
  first.courier->set_paused(false);
  EXPECT_TRUE(until([&] { return !second.newest("user2").empty(); }));
}

// Wherever in a transfer it is paused, the message arrives, once.
TEST_F(RelayTest, GoesOnWhereItWasPaused) {
  for (int turns = 0; turns < 24; turns += 2) {
    Site first(loop_, "first.example");
    Site second(loop_, "second.example");
    const net::Endpoint next = second.listen("smtp");
    first.relay(loop_, {{"second.example", {next.host, next.port}}});
    submit(first.listen("submission"), "user1@first.example", "user2@second.example");
    for (int i = 0; i < turns; ++i) loop_.run_for(std::chrono::milliseconds(0));
    first.courier->set_paused(true);
    loop_.run_for(std::chrono::milliseconds(5));
    first.courier->set_paused(false);
    ASSERT_TRUE(until([&] { return first.queue->size() == 0; })) << turns;
    const auto inbox = second.store->open(*second.accounts.find("user2"), "INBOX");
    EXPECT_EQ(inbox->messages().size(), 1U) << turns;
  }
}

TEST_F(RelayTest, WhatWasTakenSurvivesARestart) {
  const std::string file = testing::TempDir() + "relay-" + std::to_string(::getpid()) + ".sqlite";
  Site second(loop_, "second.example");
  const net::Endpoint next = second.listen("smtp");
  {
    Site first(loop_, "first.example", make_sqlite_store(file));
    first.relay(loop_, {{"second.example", {"127.0.0.1", 1}}});
    submit(first.listen("submission"), "user1@first.example", "user2@second.example");
    ASSERT_TRUE(until([&] { return first.queue->next() > first.now; }));
  }
  Site again(loop_, "first.example", make_sqlite_store(file));
  again.now += 3600;
  again.relay(loop_, {{"second.example", {next.host, next.port}}});
  EXPECT_EQ(again.queue->size(), 1U);
  ASSERT_TRUE(until([&] { return !second.newest("user2").empty(); }));
  ASSERT_TRUE(until([&] { return again.queue->size() == 0; }));
  for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(file + end);
}

}  // namespace
}  // namespace mailrig::server
