// SMTP replies (RFC 5321 4.2) as a client reads them.
//   Greeting / Reply-line = *( Reply-code "-" [ textstring ] CRLF ) Reply-code [ SP textstring ] CRLF
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "harness/wire/flaw.hpp"
#include "harness/wire/framer.hpp"

namespace mailrig::smtp {

inline constexpr std::size_t kReplyLineLimit = 512;    // RFC 5321 4.5.3.1.5, CRLF counted in
inline constexpr std::size_t kReplyLimit = 64 * 1024;  // ours: a whole reply

// RFC 3463 2: class "." subject "." detail
struct EnhancedCode {
  std::uint16_t klass = 0, subject = 0, detail = 0;
  friend bool operator==(const EnhancedCode&, const EnhancedCode&) = default;
};

// Views point into the unit that was parsed. Reused between replies: parse() keeps capacity.
struct Reply {
  int code = 0;                          // 0: no code could be read
  std::optional<EnhancedCode> enhanced;  // of the last line
  std::vector<std::string_view> lines;   // the texts, without code, separator and CRLF
  std::string_view bytes;
  wire::Flaws flaws;
};

// Finds the end of one whole (multi-line) reply.
class ReplyFramer {
 public:
  [[nodiscard]] wire::Frame feed(std::string_view buffered);
  void reset();

 private:
  wire::LineFramer line_{kReplyLimit};
  std::size_t done_ = 0;  // octets of whole lines seen so far
};

// `unit` is one framed reply. Never fails: what can't be read is a flaw.
void parse_reply(std::string_view unit, Reply& reply);

}  // namespace mailrig::smtp
