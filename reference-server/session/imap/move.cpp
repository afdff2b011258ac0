#include "reference-server/session/imap/condstore.hpp"
#include "reference-server/session/imap/copy.hpp"
#include "reference-server/session/imap/message_limit.hpp"
#include "reference-server/session/imap/verbs.hpp"

namespace mailrig::server::imapd {
namespace {

void take_out(Connection& connection) {
  Selected& selected = *connection.selected;
  for (const Numbered at : connection.messages) {
    selected.mailbox().expunge(at.uid, &selected);
    if (!connection.broken(kMoveNotTold)) selected.expunged_here(at.uid);
  }
}

}  // namespace

// RFC 6851 3, 4.3: COPYUID goes untagged before the first EXPUNGE, so that the client knows where to.
Completion move(Connection& connection, const imap::Command& command, Replies& replies) {
  if (connection.selected->read_only()) return no("READ-ONLY", "the mailbox was opened by EXAMINE");
  Uid lowest = 0;
  if (auto refused = copy_messages(connection, command, lowest, replies)) return *refused;
  const bool late = connection.broken(kMoveExpungeBeforeCopyuid);
  if (!connection.code.empty() && !late) replies.status("OK", connection.code, "moved to");
  if (!connection.broken(kMoveLeavesOriginal)) take_out(connection);
  if (late) {
    connection.selected->tell(replies, connection.telling(true, command.uid));
    if (!connection.code.empty()) replies.status("OK", connection.code, "moved to");
  }
  // RFC 6851 4.4: as EXPUNGE.
  const bool tells = connection.qresync && !connection.messages.empty();
  const Completion done = ok("moved", tells ? highest_modseq_code(connection) : std::string_view{});
  return with_limit(connection, done, lowest, replies);
}

}  // namespace mailrig::server::imapd
