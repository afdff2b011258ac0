// Finds the moment when a connection turns to TLS or to compression: the client has said STARTTLS (RFC 3207,
// RFC 9051 6.2.1), STLS (RFC 2595 4) or COMPRESS (RFC 4978 3), and the server has said yes. Keeps no more
// than the end of one line of each side.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "harness/transcribe/session.hpp"

namespace mailrig::transcribe {

class Upgrade {
 public:
  explicit Upgrade(Protocol protocol) : protocol_(protocol) {}
  void client(std::string_view bytes);
  // With these octets the server agreed: both sides begin it behind them, but for `behind` octets at the
  // end, which came after what agreed.
  enum class To : std::uint8_t { Nothing, Tls, Compression };
  [[nodiscard]] To server(std::string_view bytes);
  [[nodiscard]] std::size_t behind() const { return behind_; }

 private:
  [[nodiscard]] To asked_by(std::string_view line);
  [[nodiscard]] bool agrees(std::string_view line) const;

  Protocol protocol_;
  std::string said_, answered_;  // the line that is not whole yet
  std::string tag_;              // IMAP: of what was asked for
  To asked_ = To::Nothing;
  std::size_t behind_ = 0;
};

}  // namespace mailrig::transcribe
