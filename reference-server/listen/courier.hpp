// One connection to a next hop: a transfer and its socket.
#pragma once

#include <memory>

#include "harness/net/loop.hpp"
#include "reference-server/listen/relay.hpp"
#include "reference-server/session/smtp/transfer.hpp"

namespace mailrig::server {

class Courier final : public net::Handler {
 public:
  Courier(Relay& relay, const smtpd::Consignment& consignment);
  void pause(bool paused);  // it neither hears nor says anything, nor loses patience
  [[nodiscard]] bool gone() const { return gone_; }

  void received(std::string_view bytes) override;
  void secured() override;
  void closed(const net::Closing& closing) override;

 private:
  void act(smtpd::Wish wish, const std::string& output);
  void wait();
  void finish();  // how it ended is told
  void leave();   // … and the connection is over

  Relay& relay_;
  std::int64_t id_;
  std::shared_ptr<net::TlsContext> tls_;
  smtpd::Transfer transfer_;
  std::unique_ptr<net::Connection> connection_;
  std::unique_ptr<net::Timer> timer_;
  std::string heard_;          // while paused
  bool secured_owed_ = false;  // … TLS came up
  bool finished_ = false, gone_ = false;
};

}  // namespace mailrig::server
