// Flags between the store and the wire (RFC 3501 2.3.2).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/imap/command_values.hpp"
#include "reference-server/session/imap/replies.hpp"
#include "reference-server/store/store.hpp"

namespace mailrig::server::imapd {

inline constexpr std::size_t kKeywordsPerMessageLimit = 100;  // ours
inline constexpr std::string_view kSystemFlags = "\\Answered \\Flagged \\Deleted \\Seen \\Draft";

// Nothing: a name that starts with "\" and is none that a client may set (\Recent is not).
[[nodiscard]] std::optional<Flags> flags_from_names(const imap::FlagNames& names);

// "(" flag *(SP flag) ")"
void append_flags(std::string& out, const Flags& flags, bool recent);

// "* FLAGS (…)": system flags and the mailbox's keywords.
void tell_known_flags(Replies& replies, const Mailbox& mailbox);
void append_keywords(std::string& out, const Mailbox& mailbox);  // each behind a space

// What a FETCH response holds besides FLAGS.
struct FetchExtras {
  bool uid = false;
  bool modseq = false;
  bool uid_only = false;  // UIDFETCH (RFC 9586 3.3)
  bool flags = true;      // false: a conditional STORE with .SILENT
};
// "* 3 FETCH (UID 7 FLAGS (…) MODSEQ (9))"
void tell_fetch_flags(Replies& replies, const StoredMessage& message, std::uint32_t number, bool recent,
                      FetchExtras extras);

}  // namespace mailrig::server::imapd
