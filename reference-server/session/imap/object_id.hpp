// Object identifiers as they are told (RFC 8474): "F12" is a mailbox, "M34" what a message says.
#pragma once

#include <string>

#include "reference-server/session/imap/connection.hpp"

namespace mailrig::server::imapd {

// "(F12)"
void append_mailbox_id(std::string& out, const Connection& connection, const Mailbox& mailbox);
// "M34"; THREADID is NIL here (5.2).
[[nodiscard]] std::string email_id(const Connection& connection, const StoredMessage& message);
// "MAILBOXID (F12)" in Connection::code.
[[nodiscard]] std::string_view mailbox_id_code(Connection& connection, const Mailbox& mailbox);

}  // namespace mailrig::server::imapd
