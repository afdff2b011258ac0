#include "reference-server/session/imap/expunge.hpp"

#include "reference-server/session/imap/verbs.hpp"

namespace mailrig::server::imapd {

void expunge_deleted(Connection& connection, const NumberSet* only) {
  Selected& selected = *connection.selected;
  Mailbox& mailbox = selected.mailbox();
  const bool everything = connection.broken(kExpungeEverything);
  bool any = false;
  for (const StoredMessage& message : mailbox.messages()) {
    const bool deleted = everything || (message.flags.system & kDeleted) != 0;
    if (!deleted || (only != nullptr && !only->contains(message.uid))) continue;
    any = true;
    mailbox.expunge(message.uid, &selected);
    if (!connection.broken(kExpungeNotToldToIssuer)) selected.expunged_here(message.uid);
  }
  if (any && connection.broken(kExpungeUidReused)) mailbox.reuse_uids();
}

// RFC 3501 6.4.3; UID EXPUNGE by RFC 4315 2.1.
Completion expunge(Connection& connection, const imap::Command& command, Replies&) {
  if (connection.selected->read_only() && !connection.broken(kExamineExpunge)) {
    return no("READ-ONLY", "the mailbox was opened by EXAMINE");
  }
  if (!command.uid || connection.broken(kUidExpungeIgnoresSet)) {
    expunge_deleted(connection, nullptr);
  } else {
    NumberSet only;
    only.assign(command.expunge, connection.selected->last_uid());
    expunge_deleted(connection, &only);
  }
  return ok("expunged");
}

}  // namespace mailrig::server::imapd
