// SASL as the sessions of all three protocols offer and begin it.
#pragma once

#include <memory>
#include <optional>
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
// The client sent one along: "=" is an empty one (RFC 4954 4, RFC 5034 4, RFC 4959 3).
[[nodiscard]] bool has_initial_response(const World& world, std::optional<std::string_view> sent);
// A deviation's: what of it is base64, without pads before the end.
[[nodiscard]] std::string base64_alone(std::string_view text);
// nullptr: it is not offered. `service`: "smtp", "imap", "pop".
[[nodiscard]] std::unique_ptr<sasl::Server> begin_login(const LoginFacts& facts, std::string_view mechanism,
                                                        std::string_view service);

}  // namespace mailrig::server
