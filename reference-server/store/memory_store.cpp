#include <map>
#include <set>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "reference-server/store/mailbox_name.hpp"
#include "reference-server/store/memory_mailbox.hpp"

namespace mailrig::server {
namespace {

constexpr std::size_t kMailboxLimit = 10'000;  // ours: per account, and as many subscriptions

constexpr std::pair<const char*, const char*> kFirstMailboxes[] = {
    {"INBOX", ""},      {"Archive", "\\Archive"}, {"Drafts", "\\Drafts"},
    {"Junk", "\\Junk"}, {"Sent", "\\Sent"},       {"Trash", "\\Trash"}};

struct Entry {
  std::shared_ptr<MemoryMailbox> mailbox;  // null: only a level of the hierarchy
  std::string special_use;
};

// What one account has. Every parent of an entry is an entry.
struct Home {
  std::map<std::string, Entry, std::less<>> entries;
  std::set<std::string, std::less<>> subscriptions;

  [[nodiscard]] bool has_children(std::string_view name) const {
    const auto next = entries.lower_bound(std::string(name) + '/');
    return next != entries.end() && below(next->first, name);
  }
  void add_parents(std::string_view name) {
    for (auto parent = parent_name(name); !parent.empty(); parent = parent_name(parent)) {
      entries.try_emplace(std::string(parent));
    }
  }
};

class MemoryStore final : public Store {
 public:
  explicit MemoryStore(UidValidity first) : next_validity_(first == 0 ? 1 : first) {}

  std::shared_ptr<Mailbox> open(const Account& account, std::string_view name) override;
  std::vector<MailboxInfo> list(const Account& account) override;
  StoreError create(const Account& account, std::string_view name, std::string_view special_use) override;
  StoreError remove(const Account& account, std::string_view name) override;
  StoreError rename(const Account& account, std::string_view from, std::string_view to) override;
  StoreError subscribe(const Account& account, std::string_view name, bool subscribed) override;
  std::vector<std::string> subscriptions(const Account& account) override;
  bool lock_maildrop(const Account& account) override { return locked_.insert(account.user).second; }
  void unlock_maildrop(const Account& account) override { locked_.erase(account.user); }

 private:
  Home& home(const Account& account);
  std::shared_ptr<MemoryMailbox> make(std::string_view name) {
    return std::make_shared<MemoryMailbox>(std::string(name), next_validity_++);
  }
  StoreError rename_inbox(Home& at, const std::string& to);

  std::unordered_map<std::string, Home> homes_;
  std::unordered_set<std::string> locked_;
  UidValidity next_validity_;
};

Home& MemoryStore::home(const Account& account) {
  const auto [found, fresh] = homes_.try_emplace(account.user);
  Home& at = found->second;
  if (fresh) {
    for (const auto& [name, special_use] : kFirstMailboxes) {
      at.entries.emplace(name, Entry{make(name), special_use});
      at.subscriptions.emplace(name);
    }
  }
  return at;
}

std::shared_ptr<Mailbox> MemoryStore::open(const Account& account, std::string_view name) {
  Home& at = home(account);
  const auto found = at.entries.find(canonical_name(name));
  return found == at.entries.end() ? nullptr : found->second.mailbox;
}

std::vector<MailboxInfo> MemoryStore::list(const Account& account) {
  Home& at = home(account);
  std::vector<MailboxInfo> out;
  out.reserve(at.entries.size());
  for (const auto& [name, entry] : at.entries) {
    out.push_back({name, entry.mailbox != nullptr, at.subscriptions.contains(name), entry.special_use});
  }
  return out;
}

StoreError MemoryStore::create(const Account& account, std::string_view given, std::string_view special_use) {
  Home& at = home(account);
  const std::string name = canonical_name(given);
  if (!allowed_name(name)) return StoreError::NotAllowed;
  const auto found = at.entries.find(name);
  if (found != at.entries.end() && found->second.mailbox) return StoreError::Exists;
  if (at.entries.size() + kMailboxDepthLimit > kMailboxLimit) return StoreError::NotAllowed;
  at.entries[name] = Entry{make(name), std::string(special_use)};
  at.add_parents(name);
  return StoreError::None;
}

// RFC 3501 6.3.4: a name with children stays as a level; such a level can't be removed while it has them.
StoreError MemoryStore::remove(const Account& account, std::string_view given) {
  Home& at = home(account);
  const std::string name = canonical_name(given);
  if (name == "INBOX") return StoreError::NotAllowed;
  const auto found = at.entries.find(name);
  if (found == at.entries.end()) return StoreError::Missing;
  const bool parent = at.has_children(name);
  const auto mailbox = std::exchange(found->second.mailbox, nullptr);
  if (parent && !mailbox) return StoreError::HasChildren;
  if (parent) {
    found->second.special_use.clear();
  } else {
    at.entries.erase(found);
  }
  if (mailbox) mailbox->tell_gone();
  return StoreError::None;
}

// RFC 3501 6.3.5: the messages go, INBOX stays and is empty; its children stay where they are.
StoreError MemoryStore::rename_inbox(Home& at, const std::string& to) {
  const auto fresh = make(to);
  at.entries[to] = Entry{fresh, ""};
  at.add_parents(to);
  at.entries.at("INBOX").mailbox->move_all(*fresh);
  return StoreError::None;
}

StoreError MemoryStore::rename(const Account& account, std::string_view given_from,
                               std::string_view given_to) {
  Home& at = home(account);
  const std::string from = canonical_name(given_from);
  const std::string to = canonical_name(given_to);
  if (!at.entries.contains(from)) return StoreError::Missing;
  if (at.entries.contains(to)) return StoreError::Exists;
  if (!allowed_name(to)) return StoreError::NotAllowed;
  if (from == "INBOX") return rename_inbox(at, to);
  if (below(to, from)) return StoreError::NotAllowed;
  std::vector<std::string> names{from};
  for (auto next = at.entries.lower_bound(from + '/'); next != at.entries.end() && below(next->first, from);
       ++next) {
    if (!allowed_name(to + next->first.substr(from.size()))) return StoreError::NotAllowed;
    names.push_back(next->first);
  }
  for (const std::string& name : names) {
    auto node = at.entries.extract(name);
    node.key() = to + name.substr(from.size());
    if (node.mapped().mailbox) node.mapped().mailbox->rename(node.key());
    at.entries.insert(std::move(node));
  }
  at.add_parents(to);
  return StoreError::None;
}

// RFC 3501 6.3.6: a name may be checked when it is subscribed, and stays subscribed when it goes.
StoreError MemoryStore::subscribe(const Account& account, std::string_view given, bool subscribed) {
  Home& at = home(account);
  const std::string name = canonical_name(given);
  if (!subscribed) {
    at.subscriptions.erase(name);
    return StoreError::None;
  }
  if (!at.entries.contains(name)) return StoreError::Missing;
  if (at.subscriptions.size() >= kMailboxLimit) return StoreError::NotAllowed;
  at.subscriptions.insert(name);
  return StoreError::None;
}

std::vector<std::string> MemoryStore::subscriptions(const Account& account) {
  const Home& at = home(account);
  return {at.subscriptions.begin(), at.subscriptions.end()};
}

}  // namespace

std::unique_ptr<Store> make_memory_store(UidValidity first_validity) {
  return std::make_unique<MemoryStore>(first_validity);
}

}  // namespace mailrig::server
