// Names of mailboxes in the store: UTF-8, "/" between levels, INBOX in any case is INBOX.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace mailrig::server {

inline constexpr std::size_t kMailboxNameLimit = 1000;  // ours: octets
inline constexpr std::size_t kMailboxDepthLimit = 32;   // ours: levels

// The name as the store keeps it: a first level that is INBOX in any case is spelled so, and a final
// "/" is taken off (RFC 3501 6.3.3: it only announces children).
[[nodiscard]] std::string canonical_name(std::string_view name);

// May a mailbox be made under this canonical name? No empty levels, no wildcards of LIST, no control
// characters, well-formed UTF-8, within the limits.
[[nodiscard]] bool allowed_name(std::string_view name);

// "a/b" of "a/b/c"; empty at the top.
[[nodiscard]] std::string_view parent_name(std::string_view name);

// Is `name` below `ancestor`?
[[nodiscard]] bool below(std::string_view name, std::string_view ancestor);

}  // namespace mailrig::server
