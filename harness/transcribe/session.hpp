// What a proxy saw of one connection, in order, as it was in the clear.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mailrig::transcribe {

inline constexpr std::size_t kSessionLimit = 32 * 1024 * 1024;  // octets kept of one connection

enum class Protocol : std::uint8_t { Smtp, Lmtp, Imap, Pop3 };

struct Piece {
  enum class Kind : std::uint8_t { Client, Server, Secured, Compressed, ClientClosed, ServerClosed };
  Kind kind = Kind::Client;
  std::string bytes;  // of Client and Server
};

struct Session {
  std::string service;  // "smtp", "submission", "lmtp", "imap", "pop3"
  Protocol protocol = Protocol::Imap;
  bool implicit_tls = false;
  bool cut = false;  // kSessionLimit was passed: what came later is not here
  std::vector<Piece> pieces;
};

}  // namespace mailrig::transcribe
