#include "reference-server/deviation/extension.hpp"
#include "reference-server/session/imap/access.hpp"
#include "reference-server/session/imap/append.hpp"
#include "reference-server/session/imap/condstore.hpp"
#include "reference-server/session/imap/expunge.hpp"
#include "reference-server/session/imap/flags.hpp"
#include "reference-server/session/imap/verbs.hpp"

namespace mailrig::server::imapd {
namespace {

// Nothing: the message is there, and may go.
std::optional<Completion> find_replaced(Connection& connection, const imap::Command& command) {
  Selected& selected = *connection.selected;
  if (!selected.resolve(command.append.replaced, command.uid, connection.messages))
    return bad("no such message");
  if (!may_take_out(connection)) return not_permitted();
  if (selected.read_only()) return no("READ-ONLY", "the mailbox was opened by EXAMINE");
  if (connection.messages.empty()) return no({}, "no such message");
  if (selected.mailbox().find(connection.messages.front().uid) == nullptr)
    return no("EXPUNGEISSUED", "the message is gone");
  return std::nullopt;
}

void take_out(Connection& connection, Uid uid) {
  connection.selected->mailbox().expunge(uid, connection.selected.get());
  connection.selected->expunged_here(uid);
}

}  // namespace

// RFC 8508 3.4: an APPEND and an EXPUNGE that are seen as one; 4.3: the new UID is told before the EXPUNGE.
Completion replace(Connection& connection, const imap::Command& command, Replies& replies) {
  if (const auto refused = find_replaced(connection, command)) return *refused;
  const Uid old = connection.messages.front().uid;
  const StoredMessage replaced = *connection.selected->mailbox().find(old);
  Appended appended;
  if (const auto refused = append_messages(connection, command.append, appended, &replaced)) return *refused;
  if (connection.broken(kReplaceInheritsFlags))
    appended.mailbox->set_flags(appended.uids.front(), replaced.flags, nullptr);
  const bool late = connection.broken(kReplaceExpungeFirst);
  if (!connection.broken(kReplaceKeepsOld)) take_out(connection, old);
  if (late) connection.selected->tell(replies, connection.telling(true, command.uid));
  const std::string_view code = appenduid_code(connection, appended);
  if (!code.empty()) replies.status("OK", code, "replacement is there");
  return ok("replaced", connection.qresync ? highest_modseq_code(connection) : std::string_view{});
}

}  // namespace mailrig::server::imapd
