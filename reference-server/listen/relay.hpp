// Hands on what the queue has: a connection for each consignment that is due, TLS where the next hop offers
// it.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "harness/net/loop.hpp"
#include "reference-server/session/smtp/queue.hpp"
#include "reference-server/session/smtp/transfer_login.hpp"

namespace mailrig::server {

inline constexpr std::size_t kCouriers = 8;  // ours: connections to next hops at a time

// Of those next hops that are met in a way of their own, by "host:port".
using HopTerms = std::map<std::string, smtpd::Terms, std::less<>>;

class Courier;

class Relay {
 public:
  // Loop, world and queue outlive it. `ca_file`: who is trusted where certificates are checked; empty: the
  // system's store. Throws std::runtime_error with one readable line when it can't be read.
  Relay(net::Loop& loop, World& world, smtpd::Queue& queue, const std::string& ca_file, HopTerms terms = {});
  ~Relay();
  Relay(const Relay&) = delete;
  Relay& operator=(const Relay&) = delete;

  // Nothing is begun, and what is under way hears and says nothing, until it goes on.
  void set_paused(bool paused);

  // For couriers.
  [[nodiscard]] net::Loop& loop() { return loop_; }
  [[nodiscard]] World& world() { return world_; }
  [[nodiscard]] smtpd::Terms terms(const smtpd::Hop& hop) const;
  [[nodiscard]] bool paused() const { return paused_; }
  // REQUIRETLS wants the next hop's certificate checked, as terms may; for all others TLS is better than
  // none.
  [[nodiscard]] std::shared_ptr<net::TlsContext> tls(const smtpd::Consignment& consignment) const;
  void ended(std::int64_t id, const smtpd::Handed& handed);
  void left() { look_later(); }  // a courier that has ended is gone, and is destroyed later

 private:
  [[nodiscard]] std::shared_ptr<net::TlsContext> checked(const std::string& host) const;
  void look();        // what is due goes
  void look_later();  // … after whoever calls is done
  void arm();

  net::Loop& loop_;
  World& world_;
  smtpd::Queue& queue_;
  std::string ca_file_;
  HopTerms terms_;
  std::shared_ptr<net::TlsContext> any_;
  std::unique_ptr<net::Timer> timer_;
  std::map<std::int64_t, std::unique_ptr<Courier>> couriers_;
  std::vector<std::unique_ptr<Courier>> leaving_;  // they have ended, and wait for the answer to QUIT
  std::shared_ptr<bool> alive_;
  bool owed_ = false;
  bool paused_ = false;
};

}  // namespace mailrig::server
