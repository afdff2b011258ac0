#include "reference-server/deviation/acl.hpp"
#include "reference-server/session/imap/access.hpp"
#include "reference-server/session/imap/acl.hpp"
#include "reference-server/session/imap/mailbox.hpp"
#include "reference-server/session/imap/verbs.hpp"

namespace mailrig::server::imapd {

// RFC 3501 6.3.4, RFC 4314 4.
Completion remove_mailbox(Connection& connection, const imap::Command& command, Replies&) {
  const Found found = find_mailbox(connection, command.mailbox.mailbox);
  if (auto refused = refuse_delete(connection, found)) return *refused;
  const Place& place = *found.place;
  if (place.name != "INBOX" && found.mailbox && connection.broken(kDeleteIgnored)) return ok("deleted");
  const StoreError error = connection.world.store->remove(*place.owner, place.name);
  if (error == StoreError::NotAllowed && connection.broken(kDeleteInboxOk)) return ok("deleted");
  if (error == StoreError::Missing && connection.broken(kDeleteMissingOk)) return ok("deleted");
  if (found.mailbox && connection.broken(kDeleteKeepsAcl)) keep_acl(connection, place, *found.mailbox);
  return completion_of(error, "deleted");
}

}  // namespace mailrig::server::imapd
