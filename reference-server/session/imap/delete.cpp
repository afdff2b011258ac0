#include "reference-server/session/imap/mailbox.hpp"
#include "reference-server/session/imap/verbs.hpp"

namespace mailrig::server::imapd {

// RFC 3501 6.3.4.
Completion remove_mailbox(Connection& connection, const imap::Command& command, Replies&) {
  const std::optional<std::string> name = name_from_wire(connection, command.mailbox.mailbox);
  if (!name) return no("NONEXISTENT", "no such mailbox");
  if (*name != "INBOX" && connection.world.store->open(*connection.account, *name) &&
      connection.broken(kDeleteIgnored)) {
    return ok("deleted");
  }
  const StoreError error = connection.world.store->remove(*connection.account, *name);
  if (error == StoreError::NotAllowed && connection.broken(kDeleteInboxOk)) return ok("deleted");
  if (error == StoreError::Missing && connection.broken(kDeleteMissingOk)) return ok("deleted");
  return completion_of(error, "deleted");
}

}  // namespace mailrig::server::imapd
