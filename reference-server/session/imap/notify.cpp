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

// Names of the mailboxes that NOTIFY SET STATUS tells of.
std::vector<std::string> watched_mailboxes(const Connection& connection, const NotifyFilter& filter) {
  std::vector<std::string> names;
  for (MailboxInfo& info : connection.world.store->list(*connection.account)) {
    const bool messages = (filter.of(info.name) & (kMessageEvents | kFlagChange)) != 0;
    if (info.selectable && messages) names.push_back(std::move(info.name));
  }
  return names;
}

void tell_statuses(Connection& connection, const NotifyFilter& filter, const std::vector<std::string>& names,
                   Replies& replies) {
  for (const std::string& name : names) {
    const auto mailbox = connection.world.store->open(*connection.account, name);
    const bool selected = connection.selected && &connection.selected->mailbox() == mailbox.get();
    if (!mailbox || selected) continue;
    tell_counts(connection, *mailbox, mailbox->name(), status_at_first(connection, filter.of(name)), replies);
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
  std::vector<std::string> names;
  if (asked.status && !connection.broken(kNotifyNoStatus)) names = watched_mailboxes(connection, filter);
  if (names.size() > kNotifyStatusLimit) return no("NOTIFICATIONOVERFLOW", "too many mailboxes");
  tell_what_was(connection, replies);
  tell_statuses(connection, filter, names, replies);
  connection.notify = std::make_unique<Notifier>(connection, command, connection.wake);
  Completion done = ok("you will be told");
  if (connection.broken(kNotifyNoImplicitNoop)) done.tell = Tell::Nothing;
  return done;
}

}  // namespace mailrig::server::imapd
