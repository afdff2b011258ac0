#include "reference-server/session/imap/access.hpp"
#include "reference-server/session/imap/mailbox.hpp"
#include "reference-server/session/imap/verbs.hpp"

namespace mailrig::server::imapd {
namespace {

Completion change(const Connection& connection, const imap::Command& command, bool subscribed) {
  const std::optional<std::string> name = name_from_wire(connection, command.mailbox.mailbox);
  if (!name) return no("NONEXISTENT", "no such mailbox");
  Store& store = *connection.world.store;
  const std::optional<Place> place = place_of(connection, *name);
  const bool own = place && place->owner == connection.account;
  const std::string called = place ? name_at(connection, *place->owner, place->name) : *name;
  StoreError error = StoreError::Missing;
  if (own || !subscribed) {
    error = store.subscribe(*connection.account, called, subscribed);
  } else if (find_named(connection, called).visible) {
    error = store.subscribe_elsewhere(*connection.account, called);
  }
  return completion_of(error, subscribed ? "subscribed" : "unsubscribed");
}

}  // namespace

// RFC 3501 6.3.6.
Completion subscribe(Connection& connection, const imap::Command& command, Replies&) {
  if (connection.broken(kSubscribeLost)) return ok("subscribed");
  return change(connection, command, true);
}

// RFC 3501 6.3.7.
Completion unsubscribe(Connection& connection, const imap::Command& command, Replies&) {
  if (connection.broken(kUnsubscribeIgnored)) return ok("unsubscribed");
  return change(connection, command, false);
}

}  // namespace mailrig::server::imapd
