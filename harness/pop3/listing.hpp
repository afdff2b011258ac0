// The listings of RFC 1939 as a client reads them: leniently about what follows, exactly about what
// is asked for.
//   drop-listing      = number SP octets …        ; STAT
//   scan-listing      = number SP octets …        ; LIST
//   unique-id-listing = number SP unique-id       ; UIDL, 1*70%x21-7E
//   capability        = keyword *(SP parameter)   ; CAPA (RFC 2449 5)
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mailrig::pop3 {

inline constexpr std::size_t kUniqueIdLimit = 70;  // RFC 1939 7

struct SizeListing {  // drop listing and scan listing
  std::uint64_t number = 0;
  std::uint64_t octets = 0;
  std::string_view rest;  // what follows: allowed, strongly discouraged
};
struct UniqueIdListing {
  std::uint64_t number = 0;
  std::string_view id;
};
struct Capability {
  std::string_view keyword;
  std::string_view parameters;  // separated by one space each
};

// Of a status line's text (behind "+OK ") or of one line of a block, without its CRLF.
[[nodiscard]] std::optional<SizeListing> parse_size_listing(std::string_view text);
[[nodiscard]] std::optional<UniqueIdListing> parse_unique_id_listing(std::string_view text);
[[nodiscard]] Capability parse_capability(std::string_view line);

void append_size_listing(std::string& out, std::uint64_t number, std::uint64_t octets);
void append_unique_id_listing(std::string& out, std::uint64_t number, std::string_view id);

// The lines of a block as received, unstuffed, without CRLF and terminator.
//   for (BlockLines lines(reply.block); lines.next(line);) …
class BlockLines {
 public:
  explicit BlockLines(std::string_view block) : rest_(block) {}
  [[nodiscard]] bool next(std::string_view& line);

 private:
  std::string_view rest_;
};

}  // namespace mailrig::pop3
