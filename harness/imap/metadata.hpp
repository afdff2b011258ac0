// GETMETADATA and SETMETADATA (RFC 5464 4.2, 4.3), LIST RETURN (METADATA …) (RFC 9590 3).
//   getmetadata = "GETMETADATA" [SP options] SP mailbox [SP options] SP (entry / "(" entry *(SP entry) ")")
//   options     = "(" ("MAXSIZE" SP number / "DEPTH" SP ("0" / "1" / "infinity")) *(SP …) ")"
//   setmetadata = "SETMETADATA" SP mailbox SP "(" entry SP (nstring / literal8) *(SP …) ")"
// The grammar has the options before the mailbox, the examples (4.2.1, 4.2.2) behind it: both are read.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace mailrig::imap {

inline constexpr std::size_t kMetadataEntryLimit = 100;  // ours: entries of one command

struct MetadataCommand {
  enum class Depth : std::uint8_t { Itself, Children, All };
  struct Entry {
    std::string_view name;                  // as sent; without case
    std::optional<std::string_view> value;  // SETMETADATA; nothing: NIL
  };
  std::string_view mailbox;  // empty: the server
  std::optional<std::uint64_t> max_size;
  Depth depth = Depth::Itself;
  std::vector<Entry> entries;
};

// "/private/…" or "/shared/…", below which vendors have two levels more (RFC 5464 3.2).
[[nodiscard]] bool is_metadata_entry(std::string_view name);

}  // namespace mailrig::imap
