#include "reference-server/session/imap/notify_filter.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "harness/wire/ascii.hpp"
#include "reference-server/deviation/notify.hpp"
#include "reference-server/session/imap/access.hpp"
#include "reference-server/session/imap/mailbox.hpp"
#include "reference-server/store/mailbox_name.hpp"

namespace mailrig::server::imapd {
namespace {

using Filter = imap::NotifyCommand::Filter;

constexpr std::array<std::pair<std::string_view, NotifyEvents>, 7> kEvents{
    {{"MessageNew", kMessageEvents},
     {"MessageExpunge", kMessageEvents},
     {"FlagChange", kFlagChange},
     {"MailboxName", kMailboxName},
     {"SubscriptionChange", kSubscriptionChange},
     {"MailboxMetadataChange", kMailboxMetadataChange},
     {"ServerMetadataChange", kServerMetadataChange}}};

bool elsewhere(std::string_view name) {
  return name == kOtherUsers || below(name, kOtherUsers);
}

// RFC 5465 5.6, 5.7.
bool offered(const Connection& connection, NotifyEvents event) {
  return event < kMailboxMetadataChange || connection.offers(Cap::Metadata);
}

}  // namespace

NotifyEvents notify_event(const Connection& connection, std::string_view name) {
  for (const auto& [known, event] : kEvents) {
    if (!wire::iequals(known, name) || !offered(connection, event)) continue;
    return known != name && connection.broken(kNotifyWithCase) ? NotifyEvents{0} : event;
  }
  return 0;
}

std::string_view bad_event_code(Connection& connection) {
  std::string& code = connection.code;
  code = "BADEVENT (";
  const std::size_t few = connection.broken(kNotifyBadeventShort) ? 2 : kEvents.size();
  for (const auto& [name, event] : std::span(kEvents).first(few)) {
    if (!offered(connection, event)) continue;
    if (!code.ends_with('(')) code += ' ';
    code += name;
  }
  code += ')';
  return code;
}

NotifyFilter::NotifyFilter(const Connection& connection, const imap::NotifyCommand& asked)
    : wildcards_(connection.broken(kNotifyWildcards)), others_(connection.offers(Cap::Acl)) {
  for (const auto& group : asked.groups) {
    Group made{group.filter, {}, 0};
    for (const std::string_view event : asked.events_of(group))
      made.events = static_cast<NotifyEvents>(made.events | notify_event(connection, event));
    of_any_ = static_cast<NotifyEvents>(of_any_ | made.events);
    if (group.selected()) {
      of_selected_ = made.events;
      if (made.events != 0)
        selected_ = group.filter == Filter::Selected ? Selected::AtOnce : Selected::Delayed;
      continue;
    }
    for (const std::string_view wire : asked.names_of(group)) {
      if (const auto name = name_from_wire(connection, wire)) made.names.push_back(canonical_name(*name));
    }
    asks_subscribed_ = asks_subscribed_ || group.filter == Filter::Subscribed;
    if (made.events != 0) groups_.push_back(std::move(made));
  }
  subscriptions_changed(connection);
}

void NotifyFilter::subscriptions_changed(const Connection& connection) {
  if (!asks_subscribed_) return;
  const std::vector<std::string> names = connection.world.store->subscriptions(*connection.account);
  subscribed_ = {names.begin(), names.end()};
}

bool NotifyFilter::matches(const Group& group, std::string_view name) const {
  const auto any = [&](auto matching) {
    return std::any_of(group.names.begin(), group.names.end(), matching);
  };
  switch (group.filter) {
    case Filter::Inboxes:
      return name == "INBOX";  // mail is delivered nowhere else
    case Filter::Personal:
      return !others_ || !elsewhere(name);
    case Filter::Subscribed:
      return subscribed_.contains(name);
    case Filter::Subtree:
      return any([&](const std::string& top) { return name == top || below(name, top); });
    case Filter::Mailboxes:
      return any([&](const std::string& one) { return name == one || (wildcards_ && one == "*"); });
    case Filter::Selected:
    case Filter::SelectedDelayed:
      break;
  }
  return false;
}

std::vector<std::string> NotifyFilter::names_elsewhere() const {
  std::vector<std::string> names;
  const auto take = [&](const auto& from) {
    std::copy_if(from.begin(), from.end(), std::back_inserter(names), elsewhere);
  };
  for (const Group& group : groups_) take(group.names);
  take(subscribed_);
  return names;
}

NotifyEvents NotifyFilter::of(std::string_view name) const {
  NotifyEvents events = 0;
  for (const Group& group : groups_) {
    if (matches(group, name)) events = static_cast<NotifyEvents>(events | group.events);
  }
  return events;
}

}  // namespace mailrig::server::imapd
