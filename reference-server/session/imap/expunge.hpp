// Taking messages out of the selected mailbox: EXPUNGE, UID EXPUNGE, CLOSE, MOVE.
#pragma once

#include "reference-server/session/imap/connection.hpp"

namespace mailrig::server::imapd {

// Takes out the messages with \Deleted (all of them, or those in `only`). They are not told here.
// Whether there was any.
bool expunge_deleted(Connection& connection, const NumberSet* only);

}  // namespace mailrig::server::imapd
