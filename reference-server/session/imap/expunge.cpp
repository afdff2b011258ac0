#include "reference-server/session/imap/expunge.hpp"

#include "reference-server/deviation/acl.hpp"
#include "reference-server/deviation/condstore.hpp"
#include "reference-server/session/imap/access.hpp"
#include "reference-server/session/imap/condstore.hpp"
#include "reference-server/session/imap/verbs.hpp"

namespace mailrig::server::imapd {

bool may_expunge(const Connection& connection) {
  return rights_here(connection).has(Right::Expunge) || connection.broken(kExpungeUnchecked);
}

bool may_take_out(const Connection& connection) {
  const bool marks =
      rights_here(connection).has(Right::DeleteMessages) || connection.broken(kExpungeUnchecked);
  return marks && may_expunge(connection);
}

bool expunge_deleted(Connection& connection, const NumberSet* only) {
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
  return any;
}

// RFC 3501 6.4.3; UID EXPUNGE by RFC 4315 2.1.
Completion expunge(Connection& connection, const imap::Command& command, Replies&) {
  if (!may_expunge(connection)) return not_permitted();
  if (connection.selected->read_only() && !connection.broken(kExamineExpunge)) {
    return no("READ-ONLY", "the mailbox was opened by EXAMINE");
  }
  NumberSet only;
  only.assign(command.expunge, connection.selected->last_uid());
  if (!command.expunge.empty() && command.expunge.front().saved) only.assign(connection.selected->saved());
  const bool all = !command.uid || connection.broken(kUidExpungeIgnoresSet);
  const bool any = expunge_deleted(connection, all ? nullptr : &only);
  // RFC 7162 3.2.7, 3.2.9.
  const bool tells = any && connection.qresync && !connection.broken(kExpungeNoHighestmodseq);
  return ok("expunged", tells ? highest_modseq_code(connection) : std::string_view{});
}

}  // namespace mailrig::server::imapd
