// Announcements of literals (RFC 9051 9, RFC 7888 8).
//   literal  = "{" number64 ["+"] "}" CRLF *CHAR8
//   literal8 = "~{" number64 "}" CRLF *OCTET
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace mailrig::imap {

struct Announced {
  std::uint64_t octets = 0;
  std::size_t size = 0;  // of the announcement: "{12}" is 4
  bool plus = false;
};

// `line` without its line end: the announcement that it ends in, if any. Numbers of more than 18 digits
// come out as 10^18, far above every limit.
[[nodiscard]] std::optional<Announced> announced_at_end(std::string_view line);

// The announcement that stands at `position` and ends its line (CRLF or LF follows). `size` counts the
// line end in.
[[nodiscard]] std::optional<Announced> announced_at(std::string_view unit, std::size_t position);

}  // namespace mailrig::imap
