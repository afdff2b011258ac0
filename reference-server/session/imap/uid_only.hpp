// UIDONLY (RFC 9586): what a client that has enabled it may not say any more.
#pragma once

#include "harness/imap/command.hpp"

namespace mailrig::server::imapd {

// The command names messages by their numbers (3.2, 3.5, 3.7, 3.8).
[[nodiscard]] bool names_numbers(const imap::Command& command);

}  // namespace mailrig::server::imapd
