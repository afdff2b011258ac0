// Quotas (RFC 9208): each account has one quota root, "", for all its mailboxes.
#pragma once

#include <cstdint>
#include <optional>

#include "reference-server/session/imap/connection.hpp"

namespace mailrig::server::imapd {

// What is to come into the account's mailboxes, less what goes from them by the same command.
struct Growth {
  std::int64_t messages = 0, octets = 0;
};
// Nothing: it fits.
[[nodiscard]] std::optional<Completion> over_quota(Connection& connection, const Account& account,
                                                   const Growth& growth);

}  // namespace mailrig::server::imapd
