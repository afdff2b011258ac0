// Taking messages out of the selected mailbox: EXPUNGE, UID EXPUNGE, CLOSE, MOVE.
#pragma once

#include "reference-server/session/imap/connection.hpp"

namespace mailrig::server::imapd {

// The right e on the selected mailbox (RFC 4314 4).
[[nodiscard]] bool may_expunge(const Connection& connection);
// That and t, as MOVE and REPLACE need (RFC 6851 4.2, RFC 8508 4.1).
[[nodiscard]] bool may_take_out(const Connection& connection);

// Takes out the messages with \Deleted (all of them, or those in `only`). They are not told here.
// Whether there was any.
bool expunge_deleted(Connection& connection, const NumberSet* only);

}  // namespace mailrig::server::imapd
