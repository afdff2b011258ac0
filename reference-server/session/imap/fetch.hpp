// FETCH responses that no FETCH asked for: of new messages (RFC 5465 5.2, 7).
#pragma once

#include <cstddef>
#include <vector>

#include "reference-server/session/imap/connection.hpp"
#include "reference-server/session/imap/replies.hpp"

namespace mailrig::server::imapd {

inline constexpr std::size_t kNewsLimit = 128 * 1024 * 1024;  // ours: octets of an answer that nobody awaits

// False: it stopped, for that is more than can be told at once.
[[nodiscard]] bool fetch_new(Connection& connection, const imap::FetchCommand& asked,
                             const std::vector<Uid>& uids, Replies& replies);

}  // namespace mailrig::server::imapd
