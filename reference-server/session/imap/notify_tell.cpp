// How events wait, and how they are told.
#include <algorithm>
#include <utility>

#include "harness/imap/append.hpp"
#include "reference-server/deviation/notify.hpp"
#include "reference-server/session/imap/access.hpp"
#include "reference-server/session/imap/context.hpp"
#include "reference-server/session/imap/list.hpp"
#include "reference-server/session/imap/list_rows.hpp"
#include "reference-server/session/imap/mailbox.hpp"
#include "reference-server/session/imap/metadata.hpp"
#include "reference-server/session/imap/notify.hpp"
#include "reference-server/session/imap/status.hpp"
#include "reference-server/store/mailbox_name.hpp"

namespace mailrig::server::imapd {
using Item = imap::StatusItem;

Notifier::Notifier(Connection& connection, std::function<void()> wake)
    : connection_(connection), wake_(std::move(wake)) {}

Notifier::Notifier(Connection& connection, const imap::Command& command, std::function<void()> wake)
    : connection_(connection), wake_(std::move(wake)), filter_(std::in_place, connection, command.notify) {
  connection.world.store->watch(*connection.account, *this);
  watch_elsewhere();
  if (command.fetch.items.empty()) return;
  unit_ = connection.unit;
  static_cast<void>(imap::parse_command(unit_, asked_, {.utf8 = connection.rev2}));
}

Notifier::~Notifier() {
  if (connection_.account != nullptr) connection_.world.store->unwatch(*connection_.account, *this);
}

// RFC 5465 6.4: those that are subscribed may come later.
void Notifier::watch_elsewhere() {
  for (const Account* owner : owners_watched(connection_, *filter_)) {
    const bool known = std::any_of(elsewhere_.begin(), elsewhere_.end(),
                                   [&](const auto& each) { return &each->owner() == owner; });
    if (!known && elsewhere_.size() < kNotifyOwnersLimit)
      elsewhere_.push_back(std::make_unique<Elsewhere>(*this, connection_, *owner));
  }
}

// RFC 5465 5: what the client does itself it is not told.
bool Notifier::muted() const {
  return connection_.busy && !connection_.broken(kNotifyOwnEvents);
}

bool Notifier::is_selected(const Mailbox& mailbox) const {
  return connection_.selected && &connection_.selected->mailbox() == &mailbox;
}

void Notifier::news(News news, const Selected& selected) {
  if (connection_.busy) owes_own_ = true;
  if (connection_.busy && news == News::Appended && !selected.untold().empty())
    own_.push_back(selected.untold().back());
}

bool Notifier::tells_selected() const {
  const bool idle = connection_.idling && connection_.broken(kNotifyIdleUnasked);
  return owes_own_ || idle || (filter_ && (filter_->of_selected() & kMessageEvents) != 0);
}

// While IDLE is in progress EXPUNGE may come anyway (RFC 5465 6.1.2).
bool Notifier::expunge_at_once() const {
  return connection_.idling || (filter_ && filter_->selected() == NotifyFilter::Selected::AtOnce) ||
         connection_.broken(kNotifyExpungeAtOnce);
}

std::vector<Uid> Notifier::wants_fetched(const Selected& selected) const {
  if (!filter_ || asked_.fetch.items.empty() || connection_.broken(kNotifyNoFetch)) return {};
  std::vector<Uid> uids = selected.untold();
  if (!connection_.broken(kNotifyFetchOwn)) {
    std::erase_if(uids, [&](Uid uid) { return std::find(own_.begin(), own_.end(), uid) != own_.end(); });
  }
  return uids;
}

void Notifier::told_selected() {
  own_.clear();
  owes_own_ = false;
}

void Notifier::overflow() {
  filter_.reset();
  events_.clear();
  events_.shrink_to_fit();
  asked_ = imap::Command();
  overflowed_ = true;
}

void Notifier::push(Event event) {
  if (!filter_) return;
  const auto same = std::find_if(events_.begin(), events_.end(), [&](const Event& each) {
    return each.kind == event.kind && each.name == event.name && each.more == event.more;
  });
  if (same != events_.end()) {
    same->changes = static_cast<NotifyEvents>(same->changes | event.changes);
  } else if (events_.size() == kNotifyQueueLimit) {
    overflow();
  } else {
    events_.push_back(std::move(event));
  }
  wake_();
}

void Notifier::changed(const Mailbox& mailbox, Change change) {
  changed_at(mailbox.name(), mailbox, change);
}

void Notifier::changed_at(const std::string& name, const Mailbox& mailbox, Change change) {
  if (muted() || (is_selected(mailbox) && !connection_.broken(kNotifySelectedByName))) return;
  const NotifyEvents event = change == Change::Flags ? kFlagChange : kMessageEvents;
  if ((wanted(name) & event) != 0) push({Event::Kind::Status, name, {}, event});
}

void Notifier::list_changed(const std::string& name) {
  if ((wanted(name) & kMailboxName) != 0) push({Event::Kind::List, name, {}});
}

// RFC 5465 5.1: another mailbox has the name now.
void Notifier::validity_changed(const std::string& name) {
  if ((wanted(name) & kFlagChange) != 0) push({Event::Kind::Status, name, {}, kFlagChange});
}

// RFC 5465 5.4: its parent is affected, too. 5.9: who hears of messages alone is told that it is gone by
// \NoAccess.
void Notifier::came_or_went(const std::string& name, bool came) {
  if (muted()) return;
  list_changed(name);
  if (const auto parent = parent_name(name); !parent.empty()) list_changed(std::string(parent));
  if (came) return validity_changed(name);
  const NotifyEvents events = wanted(name);
  if ((events & kMailboxName) == 0 && (events & kMessageEvents) != 0) push({Event::Kind::NoAccess, name, {}});
}

void Notifier::created(const std::string& name) {
  came_or_went(name, true);
}

void Notifier::removed(const std::string& name) {
  if (muted()) return;
  list_changed(name);
  if (const auto parent = parent_name(name); !parent.empty()) list_changed(std::string(parent));
}

void Notifier::renamed(const std::string& from, const std::string& to) {
  if (muted()) return;
  const bool told = ((wanted(from) | wanted(to)) & kMailboxName) != 0;
  if (told) push({Event::Kind::List, to, from});
  validity_changed(to);
  if (!told || !connection_.broken(kNotifyChildRenames)) return;
  for (const MailboxInfo& info : connection_.world.store->list(*connection_.account)) {
    if (below(info.name, to)) push({Event::Kind::List, info.name, from + info.name.substr(to.size())});
  }
}

void Notifier::subscription_changed(const std::string& name) {
  const NotifyEvents before = wanted(name);
  if (filter_ && !connection_.broken(kNotifySubscribedFixed)) {
    filter_->subscriptions_changed(connection_);
    watch_elsewhere();
  }
  if (muted() || ((before | wanted(name)) & kSubscriptionChange) == 0) return;
  push({Event::Kind::List, name, {}});
}

void Notifier::noted(const Mailbox* mailbox, const std::string& key) {
  const auto entry = MetadataNotes(connection_, *connection_.account).entry_of(key);
  if (!entry) return;
  if (mailbox != nullptr) return annotated(mailbox->name(), *entry);
  if (!muted() && filter_ && (filter_->of_any() & kServerMetadataChange) != 0)
    push({Event::Kind::Metadata, {}, std::string(*entry)});
}

void Notifier::annotated(const std::string& name, std::string_view entry) {
  if (!muted() && (wanted(name) & kMailboxMetadataChange) != 0)
    push({Event::Kind::Metadata, name, std::string(entry)});
}

bool may_watch(const Found& found) {
  return found.mailbox && found.rights.has(Right::Lookup) && found.rights.has(Right::Read);
}

void tell_no_access(Connection& connection, const std::string& name, Replies& replies) {
  if (!connection.broken(kNotifyNoNoaccess)) tell_mailbox(connection, replies, "LIST", "\\NoAccess", name);
}

std::vector<Item> status_at_first(const Connection& connection, NotifyEvents events) {
  std::vector<Item> items;
  if ((events & kMessageEvents) != 0) items = {Item::Messages, Item::UidNext};
  items.push_back(Item::UidValidity);
  if ((events & kFlagChange) != 0 && connection.offers(Cap::Condstore) &&
      !connection.broken(kNotifyNoHighestmodseq))
    items.push_back(Item::HighestModSeq);
  if (connection.broken(kNotifyStatusShort)) items.erase(items.begin());
  return items;
}

// Flags are told by HIGHESTMODSEQ, or, to who knows nothing of it, by UNSEEN.
std::vector<Item> status_of(const Connection& connection, NotifyEvents changes) {
  std::vector<Item> items;
  const bool modseq = connection.condstore && !connection.broken(kNotifyNoHighestmodseq);
  if ((changes & kMessageEvents) != 0) items = {Item::Messages, Item::UidNext};
  items.push_back(Item::UidValidity);
  if (modseq) items.push_back(Item::HighestModSeq);
  if ((changes & kFlagChange) != 0 && !connection.condstore) items.push_back(Item::Unseen);
  if (connection.broken(kNotifyStatusShort)) items.erase(items.begin());
  return items;
}

void Notifier::tell_status(const Event& event, Replies& replies) {
  const Found found = find_named(connection_, event.name);
  if (!may_watch(found)) return;
  if (is_selected(*found.mailbox) && !connection_.broken(kNotifySelectedByName)) return;
  tell_counts(connection_, *found.mailbox, event.name, status_of(connection_, event.changes), replies);
}

void Notifier::tell_list(const Event& event, const ListRows& rows, Replies& replies) {
  const ListRow* const found = rows.find(event.name);
  ListRow gone;
  gone.name = event.name;
  ListRow row = found != nullptr ? *found : gone;
  row.subscribed = row.subscribed && !connection_.broken(kNotifyNoSubscribed);
  if (!row.selectable && connection_.broken(kNotifyNoNonexistent)) row.selectable = true;
  std::string attributes, extended;
  rows.append_attributes(attributes, row);
  if (!event.more.empty() && !connection_.broken(kNotifyNoOldname)) {
    extended = " (\"OLDNAME\" (";
    append_name(extended, connection_, event.more);
    extended += "))";
  }
  tell_mailbox(connection_, replies, "LIST", attributes, event.name, extended);
}

void Notifier::tell_metadata(const Event& event, Replies& replies) {
  if (connection_.broken(kNotifyNoMetadata)) return;
  if (!event.name.empty() && !may_watch(find_named(connection_, event.name))) return;
  replies.begin();
  replies.out += "METADATA ";
  if (event.name.empty()) {
    replies.out += "\"\"";
  } else {
    append_name(replies.out, connection_, event.name);
  }
  replies.out += ' ';
  imap::append_astring(replies.out, event.more);
  replies.end();
}

void Notifier::tell(Replies& replies) {
  const std::vector<Event> events = std::exchange(events_, {});
  imap::ListCommand all;
  all.extended = all.select_subscribed = true;
  std::optional<ListRows> rows;
  for (const Event& event : events) {
    switch (event.kind) {
      case Event::Kind::Status:
        tell_status(event, replies);
        break;
      case Event::Kind::List:
        if (!rows) rows.emplace(connection_, all);
        tell_list(event, *rows, replies);
        break;
      case Event::Kind::NoAccess:
        tell_no_access(connection_, event.name, replies);
        break;
      case Event::Kind::Metadata:
        tell_metadata(event, replies);
        break;
    }
  }
  if (std::exchange(overflowed_, false))
    replies.status("OK", "NOTIFICATIONOVERFLOW", "too much happens; no more is told");
}

void tell_notifications(Connection& connection, Replies& replies) {
  Notifier& notify = *connection.notify;
  if (!connection.idling && connection.broken(kNotifySilent)) return;
  if (connection.selected)
    tell_news(connection, replies, connection.telling(notify.expunge_at_once(), false));
  notify.tell(replies);
}

}  // namespace mailrig::server::imapd
