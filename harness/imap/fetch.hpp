// FETCH, both sides (RFC 9051 6.4.5 and 7.5.2, RFC 3501 6.4.5 and 7.4.2).
//   fetch     = "FETCH" SP sequence-set SP ("ALL" / "FULL" / "FAST" / fetch-att / "(" fetch-att *(SP
//   fetch-att) ")") [SP "(" fetch-modifier *(SP fetch-modifier) ")"] section   = "[" [section-spec] "]"
//   partial   = "<" number "." nz-number ">"
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "harness/imap/partial.hpp"
#include "harness/imap/response.hpp"
#include "harness/imap/sequence_set.hpp"

namespace mailrig::imap {

inline constexpr std::size_t kFetchItemLimit = 200;    // ours: items of one command
inline constexpr std::size_t kSectionPartLimit = 100;  // ours: numbers in one section

// What is within BODY[…].
struct Section {
  enum class Kind : std::uint8_t { Whole, Header, HeaderFields, HeaderFieldsNot, Text, Mime };
  Kind kind = Kind::Whole;
  std::uint32_t parts_begin = 0, parts_end = 0;    // of the command's `parts`: "1.2.3"
  std::uint32_t fields_begin = 0, fields_end = 0;  // of its `fields`: header-list
};

struct Partial {
  std::uint32_t offset = 0, count = 0;
};

struct FetchItem {
  enum class Kind : std::uint8_t {
    Envelope,
    Flags,
    InternalDate,
    Rfc822,
    Rfc822Header,
    Rfc822Size,
    Rfc822Text,
    Body,           // BODY without a section
    BodyStructure,  // BODYSTRUCTURE
    Uid,
    ModSeq,       // RFC 7162 3.1.4.2
    BodySection,  // BODY[…] and BODY.PEEK[…]
    Binary,       // BINARY[…] and BINARY.PEEK[…] (RFC 3516 4.2)
    BinarySize,   // BINARY.SIZE[…]
    EmailId,      // RFC 8474 5.3
    ThreadId,
    SaveDate,  // RFC 8514 4.2
    Preview,   // RFC 8970 3; LAZY asks for no more than is at hand
  };
  Kind kind = Kind::Flags;
  bool peek = false;  // BODY.PEEK, BINARY.PEEK: \Seen stays as it is
  Section section;
  std::optional<Partial> partial;
};

// The macros ALL, FAST and FULL are spelled out. Reuse keeps capacity.
struct FetchCommand {
  SequenceSet set;
  std::vector<FetchItem> items;
  std::optional<std::uint64_t> changed_since;  // RFC 7162 3.1.4.1
  bool vanished = false;                       // 3.2.6
  std::optional<PartialRange> partial;         // RFC 9394 3.3
  std::vector<std::uint32_t> parts;
  std::vector<std::string_view> fields;

  [[nodiscard]] std::span<const std::uint32_t> parts_of(const FetchItem& item) const;
  [[nodiscard]] std::span<const std::string_view> fields_of(const FetchItem& item) const;
};

// The item's name as a FETCH response has it: "BODY[1.HEADER.FIELDS (From To)]<0>", "RFC822.SIZE".
void append_item_name(std::string& out, const FetchCommand& command, const FetchItem& item);

// One FETCH response as a client reads it. Of items that come twice the last one counts. Indices are
// nodes of the response's tape; sections are found by name with find_item().
struct FetchData {
  std::uint32_t number = 0;
  std::optional<std::uint32_t> uid;
  std::optional<std::uint64_t> size;              // RFC822.SIZE
  std::optional<std::string_view> internal_date;  // without its quotes
  std::optional<std::uint32_t> flags;             // the list
  std::optional<std::uint32_t> envelope, body, body_structure;
};
// False: no FETCH response, or not of its form; what could be read is in `data`.
[[nodiscard]] bool read_fetch(const Response& response, FetchData& data);
// The value of an item, name compared without case: "BODY[TEXT]<0>". Nothing if it is not there.
[[nodiscard]] std::optional<std::uint32_t> find_item(const Response& response, std::string_view item);

}  // namespace mailrig::imap
