#include <algorithm>

#include "harness/wire/ascii.hpp"
#include "harness/wire/utf8.hpp"
#include "reference-server/deviation/acl.hpp"
#include "reference-server/deviation/extension.hpp"
#include "reference-server/deviation/utf8.hpp"
#include "reference-server/session/imap/access.hpp"
#include "reference-server/session/imap/acl.hpp"
#include "reference-server/session/imap/mailbox.hpp"
#include "reference-server/session/imap/object_id.hpp"
#include "reference-server/session/imap/verbs.hpp"

namespace mailrig::server::imapd {
namespace {

// RFC 6154 2: those that one of our mailboxes can be used for.
constexpr std::string_view kUses[] = {"\\Archive", "\\Drafts", "\\Flagged", "\\Junk", "\\Sent", "\\Trash"};

// RFC 4314 4: that of the mailbox above it.
void give_acl(const Connection& connection, const Place& place, Mailbox& made) {
  if (connection.broken(kDeleteKeepsAcl)) restore_acl(connection, place, made);
  if (!connection.offers(Cap::Acl) || connection.broken(kCreateInheritsNothing)) return;
  if (const auto parent = nearest_parent(connection, place)) inherit_acl(*parent, made);
}

}  // namespace

// RFC 3501 6.3.3, USE by RFC 6154 3.
Completion create(Connection& connection, const imap::Command& command, Replies&) {
  const std::optional<std::string> name = new_name_from_wire(connection, command.mailbox.mailbox);
  if (!name) return no("CANNOT", "that is no name");
  std::string_view use;
  for (const std::string_view asked : command.mailbox.special_use) {
    const auto* known = std::find_if(std::begin(kUses), std::end(kUses),
                                     [&](std::string_view each) { return wire::iequals(each, asked); });
    if (known == std::end(kUses) || !use.empty()) return no("USEATTR", "not this use, or not these together");
    use = *known;
  }
  const std::optional<Place> place = place_of(connection, *name);
  if (!place || !may_create(connection, *place)) return not_permitted();
  const StoreError error = connection.world.store->create(*place->owner, place->name, use);
  if (error == StoreError::Exists) {
    if (*name == "INBOX" ? connection.broken(kCreateInboxOk) : connection.broken(kCreateExistingOk)) {
      return ok("created");
    }
  }
  if (error == StoreError::NotAllowed && !wire::is_ascii(place->name) && connection.broken(kUtf8ControlNames))
    return ok("created");
  if (error != StoreError::None) return completion_of(error, "created");
  const auto made = connection.world.store->open(*place->owner, place->name);
  if (connection.broken(kCreateUidvalidityReused)) made->pretend_uid_validity(1);
  give_acl(connection, *place, *made);
  if (!connection.offers(Cap::ObjectId) || connection.broken(kCreateNoMailboxid)) return ok("created");
  // RFC 8474 4.1
  return ok("created", mailbox_id_code(connection, *made));
}

}  // namespace mailrig::server::imapd
