// SMTP replies (RFC 5321 4.2) as a client reads them.
//   Reply-line = *( Reply-code "-" [ textstring ] CRLF ) Reply-code [ SP textstring ] CRLF
//   Reply-code = %x32-35 %x30-35 %x30-39
//   textstring = 1*(%d09 / %d32-126)
// and the enhanced code that a text may begin with (RFC 2034 4):
//   status-code = ("2" / "4" / "5") "." 1*3digit "." 1*3digit
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
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

// Finds the end of one whole (multi-line) reply: the first line without a hyphen behind its code. A
// line without a code ends a reply only as its first line. What passes kReplyLimit is TooLong.
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
// What was TooLong: a line past the RFC's bound is a flaw. Without one the reply passed only our limit: the
// RFC bounds no number of lines.
void parse_excess(std::string_view buffered, Reply& reply);

// The enhanced code that a line's text begins with.
[[nodiscard]] std::optional<EnhancedCode> enhanced_code(std::string_view text);

// A whole reply; each "\n" in `text` begins a line of its own, with the code (and enhanced code) again.
void append_reply(std::string& out, int code, std::string_view text);
void append_reply(std::string& out, int code, const EnhancedCode& enhanced, std::string_view text);

}  // namespace mailrig::smtp
