// POP3 responses (RFC 1939 3, RFC 2449 3 and 8) as a client reads them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "harness/wire/flaw.hpp"
#include "harness/wire/framer.hpp"

namespace mailrig::pop3 {

inline constexpr std::size_t kReplyLineLimit = 512;           // RFC 1939 3, CRLF counted in
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
  wire::LineFramer line_{kBlockLimit};
  wire::DotBlockFramer block_{kBlockLimit};
  std::size_t status_line_ = 0;  // its octets once it is whole
};

void parse_reply(std::string_view unit, bool multi_line, Reply& reply);

}  // namespace mailrig::pop3
