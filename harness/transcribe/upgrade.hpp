// Finds the moment when a connection turns to TLS: the client has said STARTTLS (RFC 3207, RFC 9051 6.2.1) or
// STLS (RFC 2595 4), and the server has said yes. Keeps no more than the end of one line of each side.
#pragma once

#include <string>
#include <string_view>

#include "harness/transcribe/session.hpp"

namespace mailrig::transcribe {

class Upgrade {
 public:
  explicit Upgrade(Protocol protocol) : protocol_(protocol) {}
  void client(std::string_view bytes);
  // True: with these octets the server agreed, and both sides begin TLS.
  [[nodiscard]] bool server(std::string_view bytes);

 private:
  Protocol protocol_;
  std::string said_, answered_;  // the line that is not whole yet
  std::string tag_;              // IMAP: of the STARTTLS that is not answered
  bool asked_ = false;
};

}  // namespace mailrig::transcribe
