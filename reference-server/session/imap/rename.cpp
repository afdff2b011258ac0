#include "reference-server/session/imap/mailbox.hpp"
#include "reference-server/session/imap/verbs.hpp"

namespace mailrig::server::imapd {

// RFC 3501 6.3.5.
Completion rename(Connection& connection, const imap::Command& command, Replies&) {
  const std::optional<std::string> from = name_from_wire(connection, command.mailbox.mailbox);
  const std::optional<std::string> to = name_from_wire(connection, command.mailbox.to);
  if (!to) return no("CANNOT", "that is no name");
  const StoreError error =
      from ? connection.world.store->rename(*connection.account, *from, *to) : StoreError::Missing;
  if (error == StoreError::Exists && connection.broken(kRenameExistingOk)) return ok("renamed");
  if (error == StoreError::Missing && connection.broken(kRenameMissingOk)) return ok("renamed");
  return completion_of(error, "renamed");
}

}  // namespace mailrig::server::imapd
