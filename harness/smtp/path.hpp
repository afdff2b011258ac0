// Mailboxes and paths (RFC 5321 4.1.2, 4.1.3).
//   Path         = "<" [ A-d-l ":" ] Mailbox ">"
//   A-d-l        = At-domain *( "," At-domain )         ; At-domain = "@" Domain
//   Mailbox      = Local-part "@" ( Domain / address-literal )
//   Local-part   = Dot-string / Quoted-string
//   Dot-string   = Atom *("." Atom)
//   Domain       = sub-domain *("." sub-domain)
//   sub-domain   = Let-dig [Ldh-str]
//   address-literal = "[" ( IPv4 / "IPv6:" IPv6-addr / Ldh-str ":" 1*dcontent ) "]"
// With SMTPUTF8 (RFC 6531 3.3) atext, qtextSMTP and labels are of UTF-8, too; that a label is a U-label is
// not seen here. Limits: local part 64, domain 255, path 256 octets (4.5.3.1.1 to 4.5.3.1.3).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "harness/wire/cursor.hpp"
#include "harness/wire/utf8.hpp"

namespace mailrig::smtp {

inline constexpr std::size_t kLocalPartLimit = 64;  // octets, as written
inline constexpr std::size_t kDomainLimit = 255;
inline constexpr std::size_t kPathLimit = 256;  // with its brackets

// Views point into the text that was parsed.
struct Mailbox {
  std::string_view local_part;  // as written, quotes and backslashes included
  std::string_view domain;      // or address literal, with its brackets
  [[nodiscard]] bool quoted() const { return local_part.starts_with('"'); }
  [[nodiscard]] bool literal() const { return domain.starts_with('['); }
  [[nodiscard]] bool ascii() const { return wire::is_ascii(local_part) && wire::is_ascii(domain); }
  friend bool operator==(const Mailbox&, const Mailbox&) = default;
};

struct Path {
  Mailbox mailbox;           // both parts empty: "<>"; domain alone empty: "<Postmaster>"
  std::string_view written;  // with its brackets
  std::string_view route;    // "@a,@b" of a source route, which is to be ignored
  [[nodiscard]] bool null() const { return mailbox.local_part.empty(); }
};

enum class PathKind : unsigned char {
  Reverse,  // also "<>"
  Forward,  // also "<Postmaster>", in any case (RFC 5321 4.1.1.3)
};

// Each takes what it names from the front, or gives the reason why it can't; the cursor then stands
// where the grammar was broken. Reasons have static storage.
using Reason = std::optional<std::string_view>;
[[nodiscard]] Reason take_path(wire::Cursor& cursor, PathKind kind, Path& path);
[[nodiscard]] Reason take_mailbox(wire::Cursor& cursor, Mailbox& mailbox);
[[nodiscard]] Reason take_domain(wire::Cursor& cursor, std::string_view& domain);  // or address literal

// What a local part means: without quotes and backslashes (all quoted forms are equal, 4.1.2).
[[nodiscard]] std::string local_value(const Mailbox& mailbox);
// The least quoted form of a local part's value.
void append_local_part(std::string& out, std::string_view value);
void append_mailbox(std::string& out, std::string_view local_value, std::string_view domain);

}  // namespace mailrig::smtp
