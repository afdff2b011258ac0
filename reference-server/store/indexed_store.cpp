#include "reference-server/store/indexed_store.hpp"

#include <map>
#include <set>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "reference-server/store/indexed_mailbox.hpp"
#include "reference-server/store/mailbox_name.hpp"

namespace mailrig::server {
namespace {

constexpr std::size_t kMailboxLimit = 10'000;  // ours: per account, and as many subscriptions

constexpr std::pair<const char*, const char*> kFirstMailboxes[] = {
    {"INBOX", ""},      {"Archive", "\\Archive"}, {"Drafts", "\\Drafts"},
    {"Junk", "\\Junk"}, {"Sent", "\\Sent"},       {"Trash", "\\Trash"}};

struct Entry {
  std::shared_ptr<IndexedMailbox> mailbox;  // null: only a level of the hierarchy
  std::string special_use;
  MailboxId level = 0;  // of such a level, in the journal
};

// What one account has. Every parent of an entry is an entry.
struct Home {
  std::map<std::string, Entry, std::less<>> entries;
  std::set<std::string, std::less<>> subscriptions;
  Notes notes;
  Watchers<AccountWatcher> watchers;

  [[nodiscard]] bool has_children(std::string_view name) const {
    const auto next = entries.lower_bound(std::string(name) + '/');
    return next != entries.end() && below(next->first, name);
  }
};

class IndexedStore final : public Store {
 public:
  IndexedStore(std::unique_ptr<Journal> journal, UidValidity first)
      : journal_(std::move(journal)), next_validity_(first == 0 ? 1 : first) {
    parts_.journal = journal_.get();
  }

  void use_clock(std::function<std::int64_t()> clock) override { parts_.clock = std::move(clock); }
  std::shared_ptr<Mailbox> open(const Account& account, std::string_view name) override;
  std::vector<MailboxInfo> list(const Account& account) override;
  StoreError create(const Account& account, std::string_view name, std::string_view special_use) override;
  StoreError remove(const Account& account, std::string_view name) override;
  StoreError rename(const Account& account, std::string_view from, std::string_view to) override;
  StoreError subscribe(const Account& account, std::string_view name, bool subscribed) override;
  StoreError subscribe_elsewhere(const Account& account, std::string_view name) override {
    return change_subscription(home(account), account.user, std::string(name), true);
  }
  std::vector<std::string> subscriptions(const Account& account) override;
  const Notes& notes(const Account& account) override { return home(account).notes; }
  void note(const Account& account, const std::string& key, const std::optional<std::string>& value) override;
  const Users& users_noted(const std::string& key) override;
  void watch(const Account& account, AccountWatcher& watcher) override {
    home(account).watchers.add(watcher);
  }
  void unwatch(const Account& account, AccountWatcher& watcher) override {
    home(account).watchers.remove(watcher);
  }
  bool lock_maildrop(const Account& account) override { return locked_.insert(account.user).second; }
  void unlock_maildrop(const Account& account) override { locked_.erase(account.user); }
  std::vector<Outgoing> outgoing() override {
    return journal_ ? journal_->outgoing() : std::vector<Outgoing>{};
  }
  void keep_outgoing(const Outgoing& outgoing) override {
    if (journal_) journal_->keep_outgoing(outgoing);
  }
  void change_outgoing(std::int64_t id, const std::string& text) override {
    if (journal_) journal_->change_outgoing(id, text);
  }
  void drop_outgoing(std::int64_t id) override {
    if (journal_) journal_->drop_outgoing(id);
  }
  [[nodiscard]] bool dirty() const override { return journal_ && journal_->dirty(); }
  void commit() override {
    if (journal_) journal_->commit();
  }

 private:
  Home& home(const Account& account);
  void make_first(Home& at, const std::string& account);
  void read(Home& at, std::vector<MailboxRow> rows, std::vector<std::string> subscriptions);
  void put(Home& at, const std::string& account, std::string_view name, std::string_view special_use);
  void put_level(Home& at, const std::string& account, std::string_view name);
  void add_parents(Home& at, const std::string& account, std::string_view name);
  void become_level(Entry& entry, const std::string& account, const std::string& name);
  void drop_level(Entry& entry);
  StoreError rename_inbox(Home& at, const std::string& account, const std::string& to);
  void rename_one(Home& at, const std::string& from, const std::string& to);
  StoreError change_subscription(Home& at, const std::string& account, const std::string& name, bool on);

  std::unique_ptr<Journal> journal_;
  StoreParts parts_;
  std::unordered_map<std::string, Home> homes_;
  std::map<std::string, Users> noted_;  // by name of the note, of those that were asked for
  std::unordered_set<std::string> locked_;
  UidValidity next_validity_;
  MailboxId next_id_ = 1;
};

Home& IndexedStore::home(const Account& account) {
  const auto [found, fresh] = homes_.try_emplace(account.user);
  Home& at = found->second;
  if (!fresh) return at;
  std::vector<MailboxRow> rows;
  std::vector<std::string> subscribed;
  if (journal_ && journal_->load(account.user, rows, subscribed)) {
    read(at, std::move(rows), std::move(subscribed));
    at.notes = journal_->notes(account.user);
  } else {
    make_first(at, account.user);
  }
  return at;
}

void IndexedStore::make_first(Home& at, const std::string& account) {
  for (const auto& [name, special_use] : kFirstMailboxes) {
    put(at, account, name, special_use);
    at.subscriptions.emplace(name);
    if (journal_) journal_->subscribed(account, name, true);
  }
}

void IndexedStore::read(Home& at, std::vector<MailboxRow> rows, std::vector<std::string> subscribed) {
  for (MailboxRow& row : rows) {
    Entry entry;
    entry.special_use = row.special_use;
    const std::string name = row.name;
    if (row.selectable) {
      entry.mailbox = std::make_shared<IndexedMailbox>(std::move(row), parts_, at.watchers);
    } else {
      entry.level = row.id;
    }
    at.entries.emplace(name, std::move(entry));
  }
  at.subscriptions.insert(subscribed.begin(), subscribed.end());
}

void IndexedStore::put(Home& at, const std::string& account, std::string_view name,
                       std::string_view special_use) {
  Entry& entry = at.entries[std::string(name)];
  drop_level(entry);
  MailboxRow row;
  row.name = name;
  row.special_use = special_use;
  row.uid_validity = journal_ ? journal_->next_validity(next_validity_) : next_validity_++;
  row.id = journal_ ? journal_->made(account, row) : next_id_++;
  entry.special_use = special_use;
  entry.mailbox = std::make_shared<IndexedMailbox>(std::move(row), parts_, at.watchers);
}

void IndexedStore::put_level(Home& at, const std::string& account, std::string_view name) {
  const auto [found, fresh] = at.entries.try_emplace(std::string(name));
  if (fresh) become_level(found->second, account, found->first);
}

void IndexedStore::become_level(Entry& entry, const std::string& account, const std::string& name) {
  entry.mailbox.reset();
  entry.special_use.clear();
  if (!journal_) return;
  MailboxRow row;
  row.name = name;
  row.selectable = false;
  entry.level = journal_->made(account, row);
}

void IndexedStore::drop_level(Entry& entry) {
  if (journal_ && entry.level != 0) journal_->removed(entry.level);
  entry.level = 0;
}

void IndexedStore::add_parents(Home& at, const std::string& account, std::string_view name) {
  for (auto parent = parent_name(name); !parent.empty(); parent = parent_name(parent)) {
    put_level(at, account, parent);
  }
}

std::shared_ptr<Mailbox> IndexedStore::open(const Account& account, std::string_view name) {
  Home& at = home(account);
  const auto found = at.entries.find(canonical_name(name));
  return found == at.entries.end() ? nullptr : found->second.mailbox;
}

std::vector<MailboxInfo> IndexedStore::list(const Account& account) {
  Home& at = home(account);
  std::vector<MailboxInfo> out;
  out.reserve(at.entries.size());
  for (const auto& [name, entry] : at.entries) {
    out.push_back({name, entry.mailbox != nullptr, at.subscriptions.contains(name), entry.special_use});
  }
  return out;
}

StoreError IndexedStore::create(const Account& account, std::string_view given,
                                std::string_view special_use) {
  Home& at = home(account);
  const std::string name = canonical_name(given);
  if (!allowed_name(name)) return StoreError::NotAllowed;
  const auto found = at.entries.find(name);
  if (found != at.entries.end() && found->second.mailbox) return StoreError::Exists;
  if (at.entries.size() + kMailboxDepthLimit > kMailboxLimit) return StoreError::NotAllowed;
  put(at, account.user, name, special_use);
  add_parents(at, account.user, name);
  at.watchers.tell([&](AccountWatcher& watcher) { watcher.created(name); });
  return StoreError::None;
}

// RFC 3501 6.3.4: a name with children stays as a level; such a level can't be removed while it has them.
StoreError IndexedStore::remove(const Account& account, std::string_view given) {
  Home& at = home(account);
  const std::string name = canonical_name(given);
  if (name == "INBOX") return StoreError::NotAllowed;
  const auto found = at.entries.find(name);
  if (found == at.entries.end()) return StoreError::Missing;
  const bool parent = at.has_children(name);
  const auto mailbox = std::exchange(found->second.mailbox, nullptr);
  if (parent && !mailbox) return StoreError::HasChildren;
  if (mailbox) mailbox->removed();
  if (parent) {
    become_level(found->second, account.user, name);
  } else {
    drop_level(found->second);
    at.entries.erase(found);
  }
  at.watchers.tell([&](AccountWatcher& watcher) { watcher.removed(name); });
  return StoreError::None;
}

// RFC 3501 6.3.5: the messages go, INBOX stays and is empty; its children stay where they are.
StoreError IndexedStore::rename_inbox(Home& at, const std::string& account, const std::string& to) {
  put(at, account, to, "");
  add_parents(at, account, to);
  at.watchers.tell([&](AccountWatcher& watcher) { watcher.renamed("INBOX", to); });
  at.entries.at("INBOX").mailbox->move_all(*at.entries.at(to).mailbox);
  return StoreError::None;
}

StoreError IndexedStore::rename(const Account& account, std::string_view given_from,
                                std::string_view given_to) {
  Home& at = home(account);
  const std::string from = canonical_name(given_from);
  const std::string to = canonical_name(given_to);
  if (!at.entries.contains(from)) return StoreError::Missing;
  if (at.entries.contains(to)) return StoreError::Exists;
  if (!allowed_name(to)) return StoreError::NotAllowed;
  if (from == "INBOX") return rename_inbox(at, account.user, to);
  if (below(to, from)) return StoreError::NotAllowed;
  std::vector<std::string> names{from};
  for (auto next = at.entries.lower_bound(from + '/'); next != at.entries.end() && below(next->first, from);
       ++next) {
    if (!allowed_name(to + next->first.substr(from.size()))) return StoreError::NotAllowed;
    names.push_back(next->first);
  }
  for (const std::string& name : names) rename_one(at, name, to + name.substr(from.size()));
  add_parents(at, account.user, to);
  at.watchers.tell([&](AccountWatcher& watcher) { watcher.renamed(from, to); });
  return StoreError::None;
}

void IndexedStore::rename_one(Home& at, const std::string& from, const std::string& to) {
  auto node = at.entries.extract(from);
  Entry& entry = node.mapped();
  if (entry.mailbox) {
    entry.mailbox->rename(to);
  } else if (journal_) {
    MailboxRow row;
    row.id = entry.level;
    row.name = to;
    row.selectable = false;
    journal_->changed(row);
  }
  node.key() = to;
  at.entries.insert(std::move(node));
}

// RFC 3501 6.3.6: a name may be checked when it is subscribed, and stays subscribed when it goes.
StoreError IndexedStore::subscribe(const Account& account, std::string_view given, bool subscribed) {
  Home& at = home(account);
  const std::string name = canonical_name(given);
  if (subscribed && !at.entries.contains(name)) return StoreError::Missing;
  return change_subscription(at, account.user, name, subscribed);
}

StoreError IndexedStore::change_subscription(Home& at, const std::string& account, const std::string& name,
                                             bool on) {
  if (on && at.subscriptions.size() >= kMailboxLimit) return StoreError::NotAllowed;
  const bool changes = on ? at.subscriptions.insert(name).second : at.subscriptions.erase(name) > 0;
  if (journal_ && changes) journal_->subscribed(account, name, on);
  if (changes) at.watchers.tell([&](AccountWatcher& watcher) { watcher.subscription_changed(name); });
  return StoreError::None;
}

void IndexedStore::note(const Account& account, const std::string& key,
                        const std::optional<std::string>& value) {
  if (!change_note(home(account).notes, key, value)) return;
  if (journal_) journal_->noted(account.user, key, value);
  home(account).watchers.tell([&](AccountWatcher& watcher) { watcher.noted(nullptr, key); });
  const auto known = noted_.find(key);
  if (known == noted_.end()) return;
  if (value) {
    known->second.insert(account.user);
  } else {
    known->second.erase(account.user);
  }
}

const Users& IndexedStore::users_noted(const std::string& key) {
  const auto [found, fresh] = noted_.try_emplace(key);
  if (!fresh) return found->second;
  if (journal_) return found->second = journal_->users_noted(key);
  for (const auto& [user, at] : homes_) {
    if (at.notes.contains(key)) found->second.insert(user);
  }
  return found->second;
}

std::vector<std::string> IndexedStore::subscriptions(const Account& account) {
  const Home& at = home(account);
  return {at.subscriptions.begin(), at.subscriptions.end()};
}

}  // namespace

std::unique_ptr<Store> make_indexed_store(std::unique_ptr<Journal> journal, UidValidity first_validity) {
  return std::make_unique<IndexedStore>(std::move(journal), first_validity);
}

std::unique_ptr<Store> make_memory_store(UidValidity first_validity) {
  return make_indexed_store(nullptr, first_validity);
}

}  // namespace mailrig::server
