#include "reference-server/deviation/acl.hpp"
#include "reference-server/session/imap/access.hpp"
#include "reference-server/session/imap/mailbox.hpp"
#include "reference-server/session/imap/verbs.hpp"

namespace mailrig::server::imapd {

// RFC 3501 6.3.5; the right x on the old name, k for the new one (RFC 4314 4).
Completion rename(Connection& connection, const imap::Command& command, Replies&) {
  const std::optional<std::string> name = new_name_from_wire(connection, command.mailbox.to);
  if (!name) return no("CANNOT", "that is no name");
  const Found from = find_mailbox(connection, command.mailbox.mailbox);
  if (auto refused = refuse_delete(connection, from)) return *refused;
  const std::optional<Place> to = place_of(connection, *name);
  if (!to || !may_create(connection, *to)) return not_permitted();
  if (to->owner != from.place->owner) return no("CANNOT", "not from one user to another");
  Store& store = *connection.world.store;
  const StoreError error = store.rename(*to->owner, from.place->name, to->name);
  if (error == StoreError::Exists && connection.broken(kRenameExistingOk)) return ok("renamed");
  if (error == StoreError::Missing && connection.broken(kRenameMissingOk)) return ok("renamed");
  if (error == StoreError::None && connection.broken(kRenameDropsAcl)) {
    if (const auto mailbox = store.open(*to->owner, to->name)) remove_acl(*mailbox);
  }
  return completion_of(error, "renamed");
}

}  // namespace mailrig::server::imapd
