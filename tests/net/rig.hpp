// Two ends of connections on one loop, for the tests of this folder.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "harness/net/loop.hpp"

namespace mailrig::net {

// Remembers what it was told; hooks do more.
struct End final : Handler {
  std::unique_ptr<Connection> connection;
  std::string got;
  std::size_t octets = 0;
  bool keep = true;  // `got`, besides counting
  int connects = 0, secures = 0, drains = 0;
  std::optional<Closing> closing;
  std::function<void()> on_connected, on_secured, on_drained, on_closed;
  std::function<void(std::string_view)> on_received;

  void connected() override {
    ++connects;
    if (on_connected) on_connected();
  }
  void received(std::string_view bytes) override {
    octets += bytes.size();
    if (keep) got.append(bytes);
    if (on_received) on_received(bytes);
  }
  void drained() override {
    ++drains;
    if (on_drained) on_drained();
  }
  void secured() override {
    ++secures;
    if (on_secured) on_secured();
  }
  void closed(const Closing& how) override {
    closing = how;
    if (on_closed) on_closed();
  }
};

inline constexpr std::chrono::seconds kPatience{20};

struct Rig {
  Loop loop;
  std::function<void(End&)> prepare;  // each accepted end, before anything happens to it
  std::vector<std::unique_ptr<End>> accepted;
  std::unique_ptr<Listener> listener;
  End client;

  void listen(std::shared_ptr<TlsContext> tls = nullptr) {
    listener = loop.listen({"127.0.0.1", 0}, std::move(tls), [this](std::unique_ptr<Connection> connection) {
      auto end = std::make_unique<End>();
      connection->set_handler(*end);
      end->connection = std::move(connection);
      if (prepare) prepare(*end);
      accepted.push_back(std::move(end));
    });
  }
  void connect(std::shared_ptr<TlsContext> tls = nullptr) {
    ConnectOptions options;
    options.endpoint = listener->endpoint();
    options.tls = std::move(tls);
    client.connection = loop.connect(options, client);
  }
  // Runs until stop(); false when patience ended first.
  [[nodiscard]] bool run() {
    const Time until = loop.now() + kPatience;
    loop.run_for(kPatience);
    return loop.now() < until;
  }
};

}  // namespace mailrig::net
