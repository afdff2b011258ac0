// The access control list of a mailbox (RFC 4314 2), kept in its notes: "acl:identifier" = rights. Its owner
// has all rights as long as no entry says otherwise, and some always.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "reference-server/store/rights.hpp"
#include "reference-server/store/store.hpp"

namespace mailrig::server {

inline constexpr std::size_t kAclLimit = 100;         // ours: identifiers of one mailbox
inline constexpr std::size_t kIdentifierLimit = 255;  // ours: octets
inline constexpr std::string_view kAnyone = "anyone";
inline constexpr Rights kOwnersAlways{Right::Lookup, Right::Administer};
// What the keys of a mailbox's notes about rights begin with.
inline constexpr std::string_view kAclNotes = "acl:";
// Note of an account that has let others in, to some of its mailboxes.
inline constexpr std::string_view kSharesNote = "acl:shares";

struct AclEntry {
  std::string identifier;
  Rights rights;
};

// The owner's entry first, then by identifier.
[[nodiscard]] std::vector<AclEntry> acl_of(const Notes& notes, std::string_view owner);

// What the entry of this identifier says; of the owner without one: all.
[[nodiscard]] Rights entry_of(const Notes& notes, std::string_view owner, std::string_view identifier);

// What `user` may: the union of the entries that mean them, less those of "-…".
enum class Negative : std::uint8_t { Counts, Ignored };  // Ignored: a deviation
[[nodiscard]] Rights rights_of(const Notes& notes, std::string_view owner, std::string_view user,
                               Negative negative = Negative::Counts);

// No rights: the entry goes, but for the owner's, which says then that there are none.
void set_entry(Mailbox& mailbox, std::string_view owner, std::string_view identifier, Rights rights);
void remove_acl(Mailbox& mailbox);
void inherit_acl(const Mailbox& parent, Mailbox& child);

}  // namespace mailrig::server
