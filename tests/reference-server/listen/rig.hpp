// Listeners over loopback sockets, server and clients on one loop.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reference-server/listen/server.hpp"
#include "tests/reference-server/store/stores.hpp"

namespace mailrig::server {

inline constexpr std::chrono::seconds kPatience{20};  // a wait that long has failed

class Peering final : public net::Handler {
 public:
  void received(std::string_view bytes) override { got += bytes; }
  void secured() override { is_secured = true; }
  void closed(const net::Closing& closing) override { ending = closing.ending, is_closed = true; }

  std::string got;
  bool is_secured = false, is_closed = false;
  net::Ending ending = net::Ending::Local;
  std::unique_ptr<net::Connection> connection;
};

[[nodiscard]] inline const Service& service_named(std::string_view name) {
  for (const Service& one : kServices) {
    if (one.name == name) return one;
  }
  return kServices[0];
}

class ServerTest : public testing::Test {
 protected:
  ServerTest() {
    world_.accounts = &accounts_;
    world_.store = store_.get();
    world_.deviations = &deviations_;
    world_.unix_time = [] { return std::int64_t{1'700'000'000}; };
  }

  std::unique_ptr<Peering> connect(std::string_view name) {
    const net::Endpoint endpoint = server_.listen(service_named(name), {"127.0.0.1", 0});
    return again(endpoint, name.ends_with('s'));
  }
  std::unique_ptr<Peering> again(const net::Endpoint& endpoint, bool tls) {
    auto peer = std::make_unique<Peering>();
    net::ConnectOptions options;
    options.endpoint = endpoint;
    if (tls) options.tls = client_tls_;
    peer->connection = loop_.connect(options, *peer);
    endpoint_ = endpoint;
    return peer;
  }
  // A POP3 client that has logged in to a maildrop of one message, of 4 MB, and reads nothing any more.
  std::unique_ptr<Peering> reads_nothing() {
    store_->open(*accounts_.find("user1"), "INBOX")
        ->append(std::make_shared<const std::string>(std::string(4'000'000, 'x')), {}, 1, 0, nullptr);
    auto peer = connect("pop3");
    peer->connection->write("USER user1\r\nPASS pass\r\n");
    EXPECT_TRUE(hears(*peer, "octets"));
    peer->got.clear();
    peer->connection->pause_reading(true);
    return peer;
  }
  // Runs the loop until it is so.
  bool until(const std::function<bool()>& so) {
    const auto begin = std::chrono::steady_clock::now();
    while (!so() && std::chrono::steady_clock::now() - begin < kPatience) {
      loop_.run_for(std::chrono::milliseconds(1));
    }
    return so();
  }
  bool hears(const Peering& peer, std::string_view text) {
    return until([&] { return peer.got.find(text) != std::string::npos; });
  }
  bool sees_end(const Peering& peer) {
    return until([&] { return peer.is_closed; });
  }

  net::Loop loop_;
  Accounts accounts_ = Accounts::numbered(3, "example.test");
  std::unique_ptr<Store> store_ = make_memory_store();
  Deviations deviations_;
  World world_;
  Server server_{loop_, world_, net::TlsServerOptions{}};
  std::shared_ptr<net::TlsContext> client_tls_ = net::TlsContext::client({});
  net::Endpoint endpoint_;
};

}  // namespace mailrig::server
