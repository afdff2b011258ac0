#include "reference-server/deviation/acl.hpp"
#include "reference-server/deviation/condstore.hpp"
#include "reference-server/session/imap/access.hpp"
#include "reference-server/session/imap/condstore.hpp"
#include "reference-server/session/imap/expunge.hpp"
#include "reference-server/session/imap/verbs.hpp"

namespace mailrig::server::imapd {

// RFC 3501 6.4.2: deleted messages go, and this session is not told.
Completion close(Connection& connection, const imap::Command&, Replies& replies) {
  Selected& selected = *connection.selected;
  selected.discard_news();
  const bool may = may_expunge(connection);
  if (!may && connection.broken(kCloseFailsWithoutRight)) return not_permitted();
  const bool changes = (!selected.read_only() && may) || connection.broken(kCloseExaminedExpunges);
  if (changes && !connection.broken(kCloseNoExpunge)) {
    expunge_deleted(connection, nullptr);
    if (connection.broken(kCloseTellsExpunge)) selected.tell(replies, connection.telling(true, false));
  }
  const bool told = connection.condstore && connection.broken(kCloseTellsHighestmodseq);
  const std::string_view code = told ? highest_modseq_code(connection) : std::string_view{};
  if (!connection.broken(kCloseStaysSelected)) connection.selected.reset();
  return ok("closed", code);
}

// RFC 3691 2.
Completion unselect(Connection& connection, const imap::Command&, Replies&) {
  if (connection.broken(kUnselectExpunges)) expunge_deleted(connection, nullptr);
  connection.selected.reset();
  return ok("left");
}

}  // namespace mailrig::server::imapd
