// PERMANENTFLAGS (RFC 3501 7.1), which tells what the rights allow (RFC 4314 5.1.1).
#pragma once

#include "reference-server/session/imap/connection.hpp"
#include "reference-server/session/imap/replies.hpp"

namespace mailrig::server::imapd {

void tell_permanent_flags(Connection& connection, Replies& replies);
// FLAGS and PERMANENTFLAGS, if the rights to change flags are not what they were when they were told last.
void tell_changed_rights(Connection& connection, Replies& replies);

}  // namespace mailrig::server::imapd
