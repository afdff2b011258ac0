// What COPY and MOVE share (RFC 3501 6.4.7, RFC 6851 3, RFC 4315 3).
#pragma once

#include <optional>
#include <vector>

#include "reference-server/session/imap/connection.hpp"

namespace mailrig::server::imapd {

// Copies the messages of the set to the mailbox, all or none. Nothing: done; the sources are in
// connection.messages, and "COPYUID …" in connection.code unless there were none. Of MOVE a limit takes the
// latest: `lowest` is what keep_latest() says then.
[[nodiscard]] std::optional<Completion> copy_messages(Connection& connection, const imap::Command& command,
                                                      Uid& lowest, Replies& replies);

}  // namespace mailrig::server::imapd
