// POP3 responses (RFC 1939 3, RFC 2449 3 and 8, RFC 5034 4) as a client reads them.
//   single-line = status [SP text] CRLF              ; 512 octets maximum
//   multi-line  = single-line *dot-stuffed "." CRLF
//   status      = "+OK" / "-ERR"
//   text        = *schar / resp-code *CHAR
//   resp-code   = "[" resp-level *("/" resp-level) "]"
//   continue    = "+" SP [base64] CRLF
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "harness/wire/flaw.hpp"
#include "harness/wire/framer.hpp"

namespace mailrig::pop3 {

inline constexpr std::size_t kReplyLineLimit = 512;           // RFC 1939 3, CRLF counted in
inline constexpr std::size_t kLineLimit = 64 * 1024;          // ours: a status line that is still read
inline constexpr std::size_t kBlockLimit = 64 * 1024 * 1024;  // ours: a multi-line response

enum class Status : std::uint8_t { None, Ok, Err, Continue };  // Continue: "+ " of RFC 5034

struct Reply {
  Status status = Status::None;
  std::string_view code;  // "IN-USE" of "[IN-USE]" (RFC 2449 8); empty: none
  std::string_view text;  // what follows
  bool multi_line = false;
  std::string_view block;  // dot-terminated block as received (stuffed, terminator included)
  std::string_view bytes;  // status line and block
  wire::Flaws flaws;
};

// Finds the end of one response; whether a block follows +OK depends on the command.
class ReplyFramer {
 public:
  [[nodiscard]] wire::Frame feed(std::string_view buffered, bool multi_line);
  void reset();

 private:
  wire::Frame feed_block(std::string_view buffered);

  wire::LineFramer line_{kLineLimit};
  wire::DotBlockFramer block_{kBlockLimit};
  std::size_t status_line_ = 0;  // its octets once it is whole
};

// `unit` is one framed response; `multi_line` says whether a block follows if it is +OK. Never fails:
// what can't be read is a flaw. `utf8`: the text may be UTF-8 (RFC 6856).
void parse_reply(std::string_view unit, bool multi_line, Reply& reply, bool utf8 = false);
// What was TooLong: a status line past the RFC's bound is a flaw. A block or a challenge has none (RFC 5034
// 4).
void parse_excess(std::string_view buffered, Reply& reply);

// "+OK text CRLF" and "-ERR [code] text CRLF"; an empty code or text is left out.
void append_ok(std::string& out, std::string_view text = {});
void append_err(std::string& out, std::string_view text, std::string_view code = {});

}  // namespace mailrig::pop3
