#include "reference-server/session/imap/notify_elsewhere.hpp"

#include <algorithm>
#include <optional>

#include "reference-server/deviation/notify.hpp"
#include "reference-server/session/imap/access.hpp"
#include "reference-server/session/imap/metadata.hpp"
#include "reference-server/session/imap/notify.hpp"
#include "reference-server/store/mailbox_name.hpp"

namespace mailrig::server::imapd {
namespace {

void add(std::vector<const Account*>& owners, const Account* owner, const Connection& connection) {
  if (owner == nullptr || owner == connection.account) return;
  if (std::find(owners.begin(), owners.end(), owner) == owners.end()) owners.push_back(owner);
}

}  // namespace

std::vector<const Account*> owners_watched(const Connection& connection, const NotifyFilter& filter) {
  std::vector<const Account*> owners;
  if (!connection.offers(Cap::Acl) || connection.broken(kNotifyOthersUntold)) return owners;
  for (const std::string& name : filter.names_elsewhere()) {
    if (name == kOtherUsers) {
      for (const std::string& user : connection.world.store->users_noted(std::string(kSharesNote)))
        add(owners, connection.world.accounts->find(user), connection);
    } else if (const auto place = place_of(connection, name + "/-")) {  // of "Other Users/USER", too
      add(owners, place->owner, connection);
    }
  }
  return owners;
}

Elsewhere::Elsewhere(Notifier& notifier, Connection& connection, const Account& owner)
    : notifier_(notifier), connection_(connection), owner_(owner) {
  for (const MailboxInfo& info : connection.world.store->list(owner)) look_at(info.name);
  connection.world.store->watch(owner, *this);
}

Elsewhere::~Elsewhere() {
  connection_.world.store->unwatch(owner_, *this);
}

// Enters the mailbox where it may be looked up.
void Elsewhere::look_at(const std::string& name) {
  const Found found = find_named(connection_, name_at(connection_, owner_, name));
  if (found.mailbox && found.rights.has(Right::Lookup)) visible_.insert(name);
}

// RFC 5465 5.4: being given the right l, or losing it, counts as CREATE or DELETE.
void Elsewhere::look_again(const std::string& name) {
  const bool saw = visible_.erase(name) > 0;
  look_at(name);
  if (saw == sees(name)) return;
  notifier_.came_or_went(name_at(connection_, owner_, name), !saw);
}

std::vector<std::string> Elsewhere::visible_from(const std::string& name) const {
  std::vector<std::string> names;
  for (const std::string& each : visible_) {
    if (each == name || below(each, name)) names.push_back(each);
  }
  return names;
}

void Elsewhere::changed(const Mailbox& mailbox, Change change) {
  if (sees(mailbox.name()))
    notifier_.changed_at(name_at(connection_, owner_, mailbox.name()), mailbox, change);
}

// Who may see it is said by the notes that are still to come.
void Elsewhere::created(const std::string& name) {
  look_again(name);
}

void Elsewhere::removed(const std::string& name) {
  if (visible_.erase(name) > 0) notifier_.came_or_went(name_at(connection_, owner_, name), false);
}

// What is below goes with it and is not told again (RFC 5465 5.4); INBOX stays.
void Elsewhere::renamed(const std::string& from, const std::string& to) {
  std::vector<std::string> moved = visible_from(from);
  if (from == "INBOX") moved.resize(sees(from) ? 1 : 0);
  std::string told;
  for (const std::string& name : moved) {
    const std::string now = to + name.substr(from.size());
    if (from != "INBOX") visible_.erase(name);
    visible_.insert(now);
    if (!told.empty() && below(name, told)) continue;
    told = name;
    notifier_.renamed(name_at(connection_, owner_, name), name_at(connection_, owner_, now));
  }
}

void Elsewhere::subscription_changed(const std::string& /*name*/) {}  // the owner's own

void Elsewhere::noted(const Mailbox* mailbox, const std::string& key) {
  if (mailbox == nullptr) return;
  if (key.starts_with(kAclNotes)) return look_again(mailbox->name());
  const auto entry = MetadataNotes(connection_, owner_).entry_of(key);
  if (entry && sees(mailbox->name()))
    notifier_.annotated(name_at(connection_, owner_, mailbox->name()), *entry);
}

}  // namespace mailrig::server::imapd
