// As much of an SMTP server as a load needs, on a thread of its own.
#pragma once

#include <atomic>
#include <string>
#include <thread>
#include <unordered_map>

#include "harness/net/loop.hpp"

namespace mailrig::load {

class TinyServer {
 public:
  struct Ways {
    bool refuse_mail = false;            // 450 to each MAIL
    bool drop_after_data = false;        // closes instead of answering a message
    std::chrono::milliseconds think{0};  // before each answer to MAIL
    std::chrono::milliseconds stall_at{0},
        stall_for{0};  // sleeps once, with everything, so long after the start
  };

  explicit TinyServer(const Ways& ways) : ways_(ways) {
    listener_ = loop_.listen({"127.0.0.1", 0}, nullptr, [this](std::unique_ptr<net::Connection> connection) {
      auto client = std::make_unique<Client>(*this);
      connection->set_handler(*client);
      client->connection = std::move(connection);
      Client* key = client.get();
      clients_.emplace(key, std::move(client));
    });
    endpoint_ = listener_->endpoint();
    stall_ = loop_.timer();
    if (ways_.stall_for.count() > 0) {
      stall_->arm(loop_.now() + ways_.stall_at, [this] { std::this_thread::sleep_for(ways_.stall_for); });
    }
    thread_ = std::thread([this] { loop_.run(); });
  }
  TinyServer(const TinyServer&) = delete;
  TinyServer& operator=(const TinyServer&) = delete;
  ~TinyServer() {
    loop_.stop();
    thread_.join();
  }
  [[nodiscard]] const net::Endpoint& endpoint() const { return endpoint_; }
  [[nodiscard]] std::uint64_t messages() const { return messages_; }
  [[nodiscard]] std::uint64_t connections() const { return connections_; }

 private:
  struct Client final : net::Handler {
    explicit Client(TinyServer& owner) : server(owner), later(owner.loop_.timer()) {}
    void connected() override {
      ++server.connections_;
      connection->write("220 tiny.test ESMTP\r\n");
    }
    void received(std::string_view bytes) override {
      in.append(bytes);
      for (std::size_t end = in.find("\r\n"); end != std::string::npos; end = in.find("\r\n")) {
        const std::string line = in.substr(0, end);
        in.erase(0, end + 2);
        take(line);
      }
    }
    void take(const std::string& line) {
      if (data) {
        if (line != ".") return;
        data = false;
        ++server.messages_;
        if (server.ways_.drop_after_data) {
          connection->reset();
        } else {
          connection->write("250 2.0.0 taken\r\n");
        }
        return;
      }
      const std::string verb = line.substr(0, 4);
      if (verb == "DATA") {
        data = true;
        connection->write("354 go\r\n");
      } else if (verb == "QUIT") {
        connection->write("221 bye\r\n");
        connection->close();
      } else if (verb == "MAIL" && server.ways_.refuse_mail) {
        connection->write("450 4.2.0 later\r\n");
      } else if (verb == "MAIL" && server.ways_.think.count() > 0) {
        later->arm(server.loop_.now() + server.ways_.think,
                   [this] { connection->write("250 2.1.0 ok\r\n"); });
      } else {
        connection->write("250 2.0.0 ok\r\n");
      }
    }
    void closed(const net::Closing&) override { server.clients_.erase(this); }

    TinyServer& server;
    std::unique_ptr<net::Connection> connection;
    std::unique_ptr<net::Timer> later;
    std::string in;
    bool data = false;
  };

  Ways ways_;
  net::Loop loop_;
  std::unique_ptr<net::Listener> listener_;
  std::unique_ptr<net::Timer> stall_;
  net::Endpoint endpoint_;
  std::unordered_map<Client*, std::unique_ptr<Client>> clients_;
  std::atomic<std::uint64_t> messages_ = 0, connections_ = 0;
  std::thread thread_;
};

}  // namespace mailrig::load
