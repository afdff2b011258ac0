// Whose mailbox a name means, and what who is logged in may do there: the rights of RFC 4314, and other
// users' mailboxes below "Other Users/" (RFC 2342 5). Where ACL is not offered everybody has all rights to
// their own mailboxes, and there are no others.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reference-server/session/imap/connection.hpp"
#include "reference-server/store/acl.hpp"

namespace mailrig::server::imapd {

inline constexpr std::string_view kOtherUsers = "Other Users";

struct Place {
  const Account* owner = nullptr;
  std::string name;  // as its owner calls it
};
// `name` in UTF-8. Nothing: it is no one's, such as that of a user who is not there.
[[nodiscard]] std::optional<Place> place_of(const Connection& connection, std::string_view name);
// What who is logged in calls it.
[[nodiscard]] std::string name_at(const Connection& connection, const Account& owner, std::string_view name);

struct Found {
  std::optional<Place> place;
  std::shared_ptr<Mailbox> mailbox;  // null: there is none, or it is only a level
  Rights rights;
  bool visible = false;  // it may be known that it is there

  [[nodiscard]] bool may(Rights any) const { return mailbox && rights.any_of(any); }
  // It is not there, or that must not be told (RFC 4314 6).
  [[nodiscard]] bool missing_for(Rights any) const { return !mailbox || (!visible && !rights.any_of(any)); }
};
[[nodiscard]] Found find_named(const Connection& connection, std::string_view name);
[[nodiscard]] Found find_mailbox(const Connection& connection, std::string_view wire_name);

// Nothing: any of these rights is there. `missing`: the code where there is no such mailbox.
[[nodiscard]] std::optional<Completion> refuse(const Found& found, Rights any,
                                               std::string_view missing = "NONEXISTENT");
[[nodiscard]] Completion not_permitted();

// May a mailbox be deleted, or its name given up? Nothing: it may. A level of one's own hierarchy needs no
// right.
[[nodiscard]] std::optional<Completion> refuse_delete(const Connection& connection, const Found& found);

// May a mailbox be made there? The right k on the nearest mailbox above it (RFC 4314 4); at the top, the
// owner's.
[[nodiscard]] bool may_create(const Connection& connection, const Place& place);
[[nodiscard]] std::shared_ptr<Mailbox> nearest_parent(const Connection& connection, const Place& place);

// Of the selected mailbox, as they are now.
[[nodiscard]] Rights rights_here(const Connection& connection);
// Those of the flags that may be set with these rights.
[[nodiscard]] Flags permitted(Flags flags, Rights rights);

// Names of other users' mailboxes that may be listed.
[[nodiscard]] std::vector<std::string> others_mailboxes(const Connection& connection);
// By name, less those that may not be seen any more.
[[nodiscard]] std::vector<std::string> subscriptions_of(const Connection& connection);

}  // namespace mailrig::server::imapd
