// What the server can listen for: a protocol, in the clear (with STARTTLS or STLS) or under TLS from
// the first octet (RFC 8314).
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "reference-server/session/session.hpp"

namespace mailrig::server {

enum class Protocol : std::uint8_t { Smtp, Submission, Lmtp, Imap, Pop3 };

struct Service {
  std::string_view name;  // "imap", "imaps"
  Protocol protocol = Protocol::Smtp;
  bool implicit_tls = false;
  std::uint16_t default_port = 0;  // 0: not served unless asked for
};

inline constexpr std::uint16_t kSmtpPort = 25;  // not LMTP's (RFC 2033 5)
inline constexpr std::array<Service, 9> kServices{{
    {"smtp", Protocol::Smtp, false, 2525},
    {"smtps", Protocol::Smtp, true, 0},
    {"submission", Protocol::Submission, false, 2587},
    {"submissions", Protocol::Submission, true, 2465},
    {"lmtp", Protocol::Lmtp, false, 2024},
    {"imap", Protocol::Imap, false, 2143},
    {"imaps", Protocol::Imap, true, 2993},
    {"pop3", Protocol::Pop3, false, 2110},
    {"pop3s", Protocol::Pop3, true, 2995},
}};

[[nodiscard]] std::unique_ptr<Session> make_session(const Service& service, World& world, const Peer& peer);
// Why the server ends a connection of its own accord.
enum class Farewell : std::uint8_t {
  Stopping,      // the server stops
  Full,          // too many connections
  NoLogin,       // it took too long to log in
  FailedLogins,  // too many of them
};
// What is said then; may be nothing.
[[nodiscard]] std::string farewell(Protocol protocol, std::string_view host, Farewell why);

}  // namespace mailrig::server
