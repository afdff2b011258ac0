#include "reference-server/session/imap/expunge.hpp"

#include "reference-server/deviation/condstore.hpp"
#include "reference-server/deviation/messagelimit.hpp"
#include "reference-server/session/imap/condstore.hpp"
#include "reference-server/session/imap/message_limit.hpp"
#include "reference-server/session/imap/verbs.hpp"

namespace mailrig::server::imapd {

namespace {

// RFC 9738 3.1: of UID EXPUNGE a limit takes those with the highest UIDs, and all that EXPUNGE names. What
// keep_latest() says of those; `only` is what is left of them.
Uid leave_to_limit(Connection& connection, bool all, NumberSet& only) {
  connection.messages.clear();
  for (const StoredMessage& message : connection.selected->mailbox().messages()) {
    const bool deleted = (message.flags.system & kDeleted) != 0;
    if (deleted && (all || only.contains(message.uid))) connection.messages.push_back({0, message.uid});
  }
  const Uid lowest = keep_latest(connection, message_limit(connection));
  if (lowest == 0) return 0;
  std::vector<std::uint32_t> uids;
  for (const Numbered at : connection.messages) uids.push_back(at.uid);
  only.assign(uids);
  return lowest;
}

}  // namespace

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
Completion expunge(Connection& connection, const imap::Command& command, Replies& replies) {
  if (connection.selected->read_only() && !connection.broken(kExamineExpunge)) {
    return no("READ-ONLY", "the mailbox was opened by EXAMINE");
  }
  NumberSet only;
  only.assign(command.expunge, connection.selected->last_uid());
  if (!command.expunge.empty() && command.expunge.front().saved) only.assign(connection.selected->saved());
  const bool all = !command.uid || connection.broken(kUidExpungeIgnoresSet);
  const bool limited =
      message_limit(connection) != 0 && (command.uid || connection.broken(kMessagelimitExpunge));
  const Uid lowest = limited ? leave_to_limit(connection, all, only) : 0;
  const bool any = expunge_deleted(connection, all && lowest == 0 ? nullptr : &only);
  // RFC 7162 3.2.7, 3.2.9.
  const bool tells = any && connection.qresync && !connection.broken(kExpungeNoHighestmodseq);
  const Completion done = ok("expunged", tells ? highest_modseq_code(connection) : std::string_view{});
  return with_limit(connection, done, lowest, replies);
}

}  // namespace mailrig::server::imapd
