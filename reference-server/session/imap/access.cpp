#include "reference-server/session/imap/access.hpp"

#include <algorithm>

#include "reference-server/deviation/acl.hpp"
#include "reference-server/session/imap/mailbox.hpp"
#include "reference-server/store/mailbox_name.hpp"

namespace mailrig::server::imapd {
namespace {

bool among_others(std::string_view name) {
  return name == kOtherUsers || below(name, kOtherUsers);
}

// "Other Users/alice/Projects"
std::optional<Place> others_place(const Connection& connection, std::string_view name) {
  if (name == kOtherUsers) return std::nullopt;
  name.remove_prefix(kOtherUsers.size() + 1);
  const std::size_t slash = name.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const std::string_view user = name.substr(0, slash);
  const Account* owner = connection.world.accounts->find(user);
  if (owner == nullptr || owner == connection.account || owner->user != user) return std::nullopt;
  return Place{owner, canonical_name(name.substr(slash + 1))};
}

Rights rights_to(const Connection& connection, const Account& owner, const Mailbox& mailbox) {
  if (!connection.offers(Cap::Acl)) return Rights::all();
  const bool all_count = !connection.broken(kNegativeRightsIgnored);
  return rights_of(mailbox.notes(), owner.user, connection.account->user,
                   all_count ? Negative::Counts : Negative::Ignored);
}

}  // namespace

std::optional<Place> place_of(const Connection& connection, std::string_view given) {
  std::string name = canonical_name(given);
  if (connection.offers(Cap::Acl) && among_others(name)) return others_place(connection, name);
  return Place{connection.account, std::move(name)};
}

std::string name_at(const Connection& connection, const Account& owner, std::string_view name) {
  if (&owner == connection.account) return std::string(name);
  return std::string(kOtherUsers) + '/' + owner.user + '/' + std::string(name);
}

Found find_named(const Connection& connection, std::string_view name) {
  Found found;
  found.place = place_of(connection, name);
  if (!found.place) return found;
  found.mailbox = connection.world.store->open(*found.place->owner, found.place->name);
  if (!found.mailbox) return found;
  found.rights = rights_to(connection, *found.place->owner, *found.mailbox);
  found.visible = found.rights.has(Right::Lookup) || connection.broken(kAclExistenceTold);
  return found;
}

Found find_mailbox(const Connection& connection, std::string_view wire_name) {
  const std::optional<std::string> name = name_from_wire(connection, wire_name);
  return name ? find_named(connection, *name) : Found{};
}

std::optional<Completion> refuse(const Found& found, Rights any, std::string_view missing) {
  if (found.missing_for(any)) return no(missing, "no such mailbox");
  if (!found.may(any)) return not_permitted();
  return std::nullopt;
}

std::optional<Completion> refuse_delete(const Connection& connection, const Found& found) {
  const bool own = found.place && found.place->owner == connection.account;
  if (!found.mailbox) return own ? std::nullopt : refuse(found, {Right::DeleteMailbox});  // own levels may go
  return connection.broken(kDeleteUnchecked) ? std::nullopt : refuse(found, {Right::DeleteMailbox});
}

Completion not_permitted() {
  return no("NOPERM", "you have no right to do that");
}

std::shared_ptr<Mailbox> nearest_parent(const Connection& connection, const Place& place) {
  for (auto parent = parent_name(place.name); !parent.empty(); parent = parent_name(parent)) {
    if (auto mailbox = connection.world.store->open(*place.owner, parent)) return mailbox;
  }
  return nullptr;
}

bool may_create(const Connection& connection, const Place& place) {
  if (connection.broken(kCreateUnchecked)) return true;
  const auto parent = nearest_parent(connection, place);
  if (!parent) return place.owner == connection.account;
  return rights_to(connection, *place.owner, *parent).has(Right::Create);
}

Rights rights_here(const Connection& connection) {
  return rights_to(connection, *connection.selected->owner, connection.selected->mailbox());
}

Flags permitted(Flags flags, Rights rights) {
  const auto drop = [&](unsigned bits) { flags.system = static_cast<std::uint8_t>(flags.system & ~bits); };
  if (!rights.has(Right::Seen)) drop(kSeen);
  if (!rights.has(Right::DeleteMessages)) drop(kDeleted);
  if (rights.has(Right::Write)) return flags;
  drop(kAnswered | kFlagged | kDraft);
  flags.keywords.clear();
  return flags;
}

std::vector<std::string> others_mailboxes(const Connection& connection) {
  std::vector<std::string> others;
  if (!connection.offers(Cap::Acl)) return others;
  Store& store = *connection.world.store;
  for (const std::string& user : store.users_noted(std::string(kSharesNote))) {
    const Account* owner = connection.world.accounts->find(user);
    if (owner == nullptr || owner == connection.account) continue;
    for (const MailboxInfo& info : store.list(*owner)) {
      std::string name = name_at(connection, *owner, info.name);
      const Found found = find_named(connection, name);
      if (found.mailbox && (found.rights.has(Right::Lookup) || connection.broken(kListUnchecked)))
        others.push_back(std::move(name));
    }
  }
  return others;
}

std::vector<std::string> subscriptions_of(const Connection& connection) {
  std::vector<std::string> names = connection.world.store->subscriptions(*connection.account);
  std::erase_if(names, [&](const std::string& name) {
    if (!connection.offers(Cap::Acl) || !among_others(name)) return false;
    return !find_named(connection, name).rights.has(Right::Lookup);
  });
  return names;
}

}  // namespace mailrig::server::imapd
