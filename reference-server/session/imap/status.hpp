// What STATUS and LIST RETURN (STATUS …) share.
#pragma once

#include <span>
#include <string_view>

#include "reference-server/session/imap/connection.hpp"
#include "reference-server/session/imap/replies.hpp"

namespace mailrig::server::imapd {

// "* STATUS name (MESSAGES 3 …)"
void tell_status(Connection& connection, const Mailbox& mailbox, std::string_view name,
                 std::span<const imap::StatusItem> items, Replies& replies);

}  // namespace mailrig::server::imapd
