// Where to connect to or listen on: host and port, and how TLS begins.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace mailrig::net {

enum class TlsMode : std::uint8_t { None, StartTls, Implicit };

struct Endpoint {
  std::string host;  // name, IPv4, or IPv6 without brackets
  std::uint16_t port = 0;
  friend bool operator==(const Endpoint&, const Endpoint&) = default;
};

// "host:port", "[::1]:port", ":port" (127.0.0.1). Returns false and leaves `out` alone otherwise.
[[nodiscard]] bool parse_endpoint(std::string_view text, Endpoint& out);
[[nodiscard]] std::string to_string(const Endpoint& endpoint);
// 127.0.0.0/8, ::1 and "localhost": the only hosts that may be loaded without being asked for.
[[nodiscard]] bool is_loopback(std::string_view host);

}  // namespace mailrig::net
