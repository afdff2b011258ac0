// What a session knows between its commands. Verbs are functions
// `Effect verb(Connection&, const pop3::Command&, std::string& out)`: they append one response.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "harness/pop3/command.hpp"
#include "harness/sasl/sasl.hpp"
#include "reference-server/deviation/pop3.hpp"
#include "reference-server/session/pop3/language.hpp"
#include "reference-server/session/pop3/maildrop.hpp"
#include "reference-server/session/session.hpp"

namespace mailrig::server::pop3d {

enum class State : std::uint8_t { Authorization, Transaction, Update };

struct Connection {
  Connection(World& its_world, const Peer& its_peer)
      : world(its_world), peer(its_peer), secure(its_peer.secure) {}

  World& world;
  Peer peer;
  bool secure;
  State state = State::Authorization;
  std::string user;                    // named by USER, for the PASS right behind it
  std::unique_ptr<sasl::Server> sasl;  // AUTH is going on
  bool sasl_done = false;              // … and only an empty response is still awaited
  std::string challenge;               // of that exchange; reused
  const Account* account = nullptr;    // set in the TRANSACTION state
  Maildrop maildrop;
  std::string scratch;  // of a verb; reused
  std::size_t failures = 0;
  std::size_t commands = 0;  // before login
  bool utf8 = false;         // UTF8 was said (RFC 6856 2)
  std::string timestamp;     // of the greeting, for APOP; empty: it is not offered
  const Language* language = &kLanguages[0];
  bool counted = false;  // STAT was sent: a seam

  [[nodiscard]] bool broken(const Deviation& deviation) const {
    return world.deviations != nullptr && world.deviations->hit(deviation);
  }
  [[nodiscard]] bool offers(Cap cap) const { return world.offer.has(cap); }
  // Logins whose password crosses the wire are taken.
  [[nodiscard]] bool plain_login() const { return secure || world.plaintext_login; }
};

}  // namespace mailrig::server::pop3d
