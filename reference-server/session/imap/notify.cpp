#include "reference-server/session/imap/notify.hpp"

#include <algorithm>
#include <utility>

#include "reference-server/deviation/notify.hpp"
#include "reference-server/session/imap/access.hpp"
#include "reference-server/session/imap/context.hpp"
#include "reference-server/session/imap/mailbox.hpp"
#include "reference-server/session/imap/status.hpp"
#include "reference-server/session/imap/verbs.hpp"

namespace mailrig::server::imapd {
namespace {

// RFC 5465 3.1: an event that is not known is no mistake of grammar. Nothing: all are.
std::optional<Completion> refused(Connection& connection, const imap::NotifyCommand& asked) {
  const bool known = std::all_of(asked.events.begin(), asked.events.end(), [&](std::string_view event) {
    return notify_event(connection, event) != 0;
  });
  if (!known) {
    if (connection.broken(kNotifyUnknownEventBad)) return bad("no such event");
    const bool told = !connection.broken(kNotifyNoBadevent);
    return no(told ? bad_event_code(connection) : std::string_view(), "no such event here");
  }
  if (!connection.broken(kNotifyMissingRefused)) return std::nullopt;
  for (const std::string_view name : asked.names) {
    if (!find_mailbox(connection, name).mailbox) return no("NONEXISTENT", "no such mailbox");
  }
  return std::nullopt;
}

// Names of the mailboxes of whose messages the client is to be told.
std::vector<std::string> watched_mailboxes(const Connection& connection, const NotifyFilter& filter) {
  std::vector<std::string> names;
  const auto take = [&](std::string& name) {
    if ((filter.of(name) & (kMessageEvents | kFlagChange)) != 0) names.push_back(std::move(name));
  };
  for (MailboxInfo& info : connection.world.store->list(*connection.account)) {
    if (info.selectable) take(info.name);
  }
  if (filter.names_elsewhere().empty() || connection.broken(kNotifyOthersUntold)) return names;
  for (std::string& name : others_mailboxes(connection)) take(name);
  return names;
}

// STATUS where it was asked for; that a mailbox may not be watched is told whether it was or not.
void tell_at_first(Connection& connection, const NotifyFilter& filter, const std::vector<std::string>& names,
                   bool status, Replies& replies) {
  for (const std::string& name : names) {
    const Found found = find_named(connection, name);
    const bool selected = connection.selected && &connection.selected->mailbox() == found.mailbox.get();
    if (!found.mailbox || selected) continue;
    if (!may_watch(found)) {
      tell_no_access(connection, name, replies);
    } else if (status) {
      tell_counts(connection, *found.mailbox, name, status_at_first(connection, filter.of(name)), replies);
    }
  }
}

// What is owed by the NOTIFY before, and, by the implicit NOOP, of the selected mailbox.
void tell_what_was(Connection& connection, Replies& replies) {
  if (connection.notify) connection.notify->tell(replies);
  const auto before = std::exchange(connection.notify, nullptr);
  if (connection.selected && !connection.broken(kNotifyNoImplicitNoop))
    tell_news(connection, replies, connection.telling(true, false));
}

}  // namespace

// RFC 5465 3.1.
Completion notify(Connection& connection, const imap::Command& command, Replies& replies) {
  const imap::NotifyCommand& asked = command.notify;
  if (!asked.set) {
    if (connection.broken(kNotifyNoneIgnored)) return ok("nothing more is told");
    connection.notify = std::make_unique<Notifier>(connection, connection.wake);
    return ok("nothing more is told");
  }
  if (const auto refusal = refused(connection, asked)) return *refusal;
  const NotifyFilter filter(connection, asked);
  const bool status = asked.status && !connection.broken(kNotifyNoStatus);
  const std::vector<std::string> names = watched_mailboxes(connection, filter);
  if (status && names.size() > kNotifyStatusLimit) return no("NOTIFICATIONOVERFLOW", "too many mailboxes");
  if (owners_watched(connection, filter).size() > kNotifyOwnersLimit)
    return no("NOTIFICATIONOVERFLOW", "mailboxes of too many users");
  tell_what_was(connection, replies);
  tell_at_first(connection, filter, names, status, replies);
  connection.notify = std::make_unique<Notifier>(connection, command, connection.wake);
  Completion done = ok("you will be told");
  if (connection.broken(kNotifyNoImplicitNoop)) done.tell = Tell::Nothing;
  return done;
}

}  // namespace mailrig::server::imapd
