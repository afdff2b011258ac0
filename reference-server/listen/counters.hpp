// What the server has counted since it began.
#pragma once

#include <array>
#include <cstdint>

#include "reference-server/listen/service.hpp"

namespace mailrig::server {

struct Counters {
  std::array<std::uint64_t, kServices.size()> accepted{};  // connections, by service
  std::uint64_t refused = 0;                               // … at a limit
  std::uint64_t handshakes = 0;                            // TLS is up
  std::uint64_t logins = 0, failed_logins = 0;
  std::uint64_t late = 0;  // closed for a time limit: idle, login, handshake
  std::uint64_t octets_in = 0, octets_out = 0;
  std::uint64_t reloads = 0, failed_reloads = 0;
};

}  // namespace mailrig::server
