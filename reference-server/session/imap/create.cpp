#include <algorithm>

#include "harness/wire/ascii.hpp"
#include "harness/wire/utf8.hpp"
#include "reference-server/deviation/extension.hpp"
#include "reference-server/deviation/utf8.hpp"
#include "reference-server/session/imap/mailbox.hpp"
#include "reference-server/session/imap/object_id.hpp"
#include "reference-server/session/imap/verbs.hpp"

namespace mailrig::server::imapd {
namespace {

// RFC 6154 2: those that one of our mailboxes can be used for.
constexpr std::string_view kUses[] = {"\\Archive", "\\Drafts", "\\Flagged", "\\Junk", "\\Sent", "\\Trash"};

}  // namespace

// RFC 3501 6.3.3, USE by RFC 6154 3.
Completion create(Connection& connection, const imap::Command& command, Replies&) {
  const std::optional<std::string> name = name_from_wire(connection, command.mailbox.mailbox);
  if (!name) return no("CANNOT", "that is no name");
  std::string_view use;
  for (const std::string_view asked : command.mailbox.special_use) {
    const auto* known = std::find_if(std::begin(kUses), std::end(kUses),
                                     [&](std::string_view each) { return wire::iequals(each, asked); });
    if (known == std::end(kUses) || !use.empty()) return no("USEATTR", "not this use, or not these together");
    use = *known;
  }
  const StoreError error = connection.world.store->create(*connection.account, *name, use);
  if (error == StoreError::Exists) {
    if (*name == "INBOX" ? connection.broken(kCreateInboxOk) : connection.broken(kCreateExistingOk)) {
      return ok("created");
    }
  }
  if (error == StoreError::NotAllowed && !wire::is_ascii(*name) && connection.broken(kUtf8ControlNames))
    return ok("created");
  if (error == StoreError::None && connection.broken(kCreateUidvalidityReused)) {
    connection.world.store->open(*connection.account, *name)->pretend_uid_validity(1);
  }
  if (error != StoreError::None || !connection.offers(Cap::ObjectId) || connection.broken(kCreateNoMailboxid))
    return completion_of(error, "created");
  // RFC 8474 4.1
  return ok("created",
            mailbox_id_code(connection, *connection.world.store->open(*connection.account, *name)));
}

}  // namespace mailrig::server::imapd
