// SASL as the sessions of all three protocols offer and begin it.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "harness/sasl/sasl.hpp"
#include "reference-server/session/session.hpp"

namespace mailrig::server {

// Of one session, by now.
struct LoginFacts {
  const World& world;
  bool secure = false;                      // under TLS
  const std::function<Channel()>& channel;  // of Peer
};

// In the order in which they are offered. Those that show the password are left out in the clear when the
// world says so, those that are bound to a TLS channel without one, EXTERNAL without a certificate.
[[nodiscard]] std::vector<std::string_view> offered_mechanisms(const LoginFacts& facts);
// In the clear, and the world lets no password cross it so.
[[nodiscard]] bool needs_tls(const LoginFacts& facts, std::string_view mechanism);
// RFC 4422 3.3: an initial response to a mechanism that begins with the server fails the exchange.
[[nodiscard]] bool refuses_initial_response(const World& world, const sasl::Server& server);
// nullptr: it is not offered. `service`: "smtp", "imap", "pop".
[[nodiscard]] std::unique_ptr<sasl::Server> begin_login(const LoginFacts& facts, std::string_view mechanism,
                                                        std::string_view service);

}  // namespace mailrig::server
