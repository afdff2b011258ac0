// Which events a NOTIFY SET asks for, by mailbox (RFC 5465 3.1, 6).
#pragma once

#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "harness/imap/notify.hpp"
#include "reference-server/session/imap/connection.hpp"

namespace mailrig::server::imapd {

// As bits. MessageNew and MessageExpunge are never asked for one without the other.
enum NotifyEvent : std::uint8_t {
  kMessageEvents = 1,
  kFlagChange = 2,
  kMailboxName = 4,
  kSubscriptionChange = 8,
  kMailboxMetadataChange = 16,
  kServerMetadataChange = 32
};
using NotifyEvents = std::uint8_t;

// 0: not known, or not offered.
[[nodiscard]] NotifyEvents notify_event(const Connection& connection, std::string_view name);
// "BADEVENT (MessageNew …)", all that are offered, in Connection::code (3.1).
[[nodiscard]] std::string_view bad_event_code(Connection& connection);

class NotifyFilter {
 public:
  NotifyFilter(const Connection& connection, const imap::NotifyCommand& asked);

  enum class Selected : std::uint8_t { Silent, AtOnce, Delayed };
  [[nodiscard]] Selected selected() const { return selected_; }
  [[nodiscard]] NotifyEvents of_selected() const { return of_selected_; }
  // Of a mailbox by its name, apart from what SELECTED says.
  [[nodiscard]] NotifyEvents of(std::string_view name) const;
  // Of any mailbox, or of none: of the server.
  [[nodiscard]] NotifyEvents of_any() const { return of_any_; }
  // Names below "Other Users" that it speaks of.
  [[nodiscard]] std::vector<std::string> names_elsewhere() const;
  // The subscriptions have changed (6.4).
  void subscriptions_changed(const Connection& connection);

 private:
  struct Group {
    imap::NotifyCommand::Filter filter;
    std::vector<std::string> names;  // as the store has them
    NotifyEvents events;
  };
  [[nodiscard]] bool matches(const Group& group, std::string_view name) const;

  std::vector<Group> groups_;
  std::set<std::string, std::less<>> subscribed_;  // where a group asks for them
  Selected selected_ = Selected::Silent;
  NotifyEvents of_selected_ = 0, of_any_ = 0;
  bool asks_subscribed_ = false, wildcards_ = false, others_ = false;
};

}  // namespace mailrig::server::imapd
