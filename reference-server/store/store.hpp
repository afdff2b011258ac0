// The mail store as the three protocols see it: in memory, or durable in SQLite, behind one interface.
// One thread uses a store: the server's loop.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "reference-server/store/accounts.hpp"
#include "reference-server/store/body.hpp"

namespace mailrig::server {

using Uid = std::uint32_t;
using UidValidity = std::uint32_t;
using ModSeq = std::uint64_t;    // RFC 7162 3.1: 63 bits, ascending with each change of a mailbox
using MailboxId = std::int64_t;  // stays with a mailbox through renames (RFC 8474)

// System flags as bits, keywords by name.
enum Flag : std::uint8_t { kSeen = 1, kAnswered = 2, kFlagged = 4, kDeleted = 8, kDraft = 16 };
struct Flags {
  std::uint8_t system = 0;
  std::vector<std::string> keywords;  // sorted, as first spelled; compared without case
  friend bool operator==(const Flags&, const Flags&) = default;
};

// Sorts and drops doubles, all without case.
void normalise(Flags& flags);

// Members in the order that takes least room: a large mailbox has many of them.
struct StoredMessage {
  Body body;
  Flags flags;
  std::int64_t internal_date = 0;  // seconds since 1970, UTC
  std::int64_t save_date = 0;      // when it came into this mailbox (RFC 8514)
  ModSeq modseq = 0;               // of its last change, its coming included
  Uid uid = 0;
  std::int16_t zone_minutes = 0;  // as given to APPEND
  bool recent = false;            // not yet shown to any session
};

// Small things that are kept with a mailbox or an account, by name: annotations, limits.
using Notes = std::map<std::string, std::string, std::less<>>;
using Users = std::set<std::string, std::less<>>;

// What happened in a mailbox, told to every watcher but `origin`'s own.
class MailboxWatcher {
 public:
  virtual ~MailboxWatcher() = default;
  virtual void appended(const StoredMessage& message) = 0;
  virtual void flags_changed(const StoredMessage& message) = 0;
  virtual void expunged(Uid uid) = 0;
  virtual void gone() = 0;  // the mailbox was deleted
  virtual void note_gone(const std::string& key) { (void)key; }
};

class Mailbox;

// What happened in an account: told to all that watch it, whoever did it (RFC 5465).
class AccountWatcher {
 public:
  enum class Change : std::uint8_t { Messages, Flags };  // Messages: some came or went
  virtual ~AccountWatcher() = default;
  virtual void changed(const Mailbox& mailbox, Change change) = 0;
  virtual void created(const std::string& name) = 0;
  virtual void removed(const std::string& name) = 0;
  virtual void renamed(const std::string& from, const std::string& to) = 0;  // and what is below it
  virtual void subscription_changed(const std::string& name) = 0;
  virtual void noted(const Mailbox* mailbox, const std::string& key) = 0;  // null: the account's own note
};

class Mailbox {
 public:
  virtual ~Mailbox() = default;
  [[nodiscard]] virtual const std::string& name() const = 0;  // UTF-8, "/" between levels
  [[nodiscard]] virtual UidValidity uid_validity() const = 0;
  [[nodiscard]] virtual Uid uid_next() const = 0;
  [[nodiscard]] virtual MailboxId id() const = 0;
  [[nodiscard]] virtual ModSeq highest_modseq() const = 0;
  // UIDs that were expunged after `since`, in no order; false: so far back is not known any more.
  [[nodiscard]] virtual bool expunged_since(ModSeq since, std::vector<Uid>& out) const = 0;
  // Ascending UIDs. While looping over it, expunge() is fine (the loop still sees the message); append() is
  // not. Views and pointers hold until the next append() or messages().
  [[nodiscard]] virtual const std::vector<StoredMessage>& messages() const = 0;
  [[nodiscard]] virtual const StoredMessage* find(Uid uid) const = 0;
  // Keywords that any message here has or had, sorted, as first spelled: for FLAGS.
  [[nodiscard]] virtual const std::vector<std::string>& keywords() const = 0;
  // `origin` (may be null) is not told: it knows. 0: out of UIDs.
  virtual Uid append(Body body, Flags flags, std::int64_t internal_date, int zone_minutes,
                     MailboxWatcher* origin) = 0;
  virtual bool set_flags(Uid uid, Flags flags, MailboxWatcher* origin) = 0;  // false: no such message
  virtual bool expunge(Uid uid, MailboxWatcher* origin) = 0;
  virtual void clear_recent(Uid uid) = 0;
  [[nodiscard]] virtual const Notes& notes() const = 0;  // they go with the mailbox
  virtual void note(const std::string& key, const std::optional<std::string>& value) = 0;  // nothing: gone
  virtual void pretend_uid_validity(UidValidity validity) = 0;                             // a deviation
  virtual void reuse_uids() = 0;  // a deviation: the next UID follows the highest that is left
  virtual void watch(MailboxWatcher& watcher) = 0;
  virtual void unwatch(MailboxWatcher& watcher) = 0;
};

struct MailboxInfo {
  std::string name;
  bool selectable = true;  // false: only a level of the hierarchy (\Noselect)
  bool subscribed = false;
  std::string special_use;  // "\Sent", … or empty
};

enum class StoreError : std::uint8_t { None, Exists, Missing, NotAllowed, HasChildren };

// A message on its way to another server, or held: what its queue knows of it as text, and its octets.
struct Outgoing {
  std::int64_t id = 0;  // the queue's, each once
  std::string text;
  Octets message;
};

class Store {
 public:
  virtual ~Store() = default;
  // Unix seconds, for when messages come; none: 0.
  virtual void use_clock(std::function<std::int64_t()> clock) = 0;
  // INBOX (any case) always exists. nullptr: no such mailbox. Shared: a deleted mailbox lives on
  // for the sessions that have it selected.
  [[nodiscard]] virtual std::shared_ptr<Mailbox> open(const Account& account, std::string_view name) = 0;
  [[nodiscard]] virtual std::vector<MailboxInfo> list(const Account& account) = 0;  // by name
  [[nodiscard]] virtual StoreError create(const Account& account, std::string_view name,
                                          std::string_view special_use) = 0;
  [[nodiscard]] virtual StoreError remove(const Account& account, std::string_view name) = 0;
  [[nodiscard]] virtual StoreError rename(const Account& account, std::string_view from,
                                          std::string_view to) = 0;
  [[nodiscard]] virtual StoreError subscribe(const Account& account, std::string_view name,
                                             bool subscribed) = 0;
  // A name that is not among the account's own: another account's mailbox, as this one calls it.
  [[nodiscard]] virtual StoreError subscribe_elsewhere(const Account& account, std::string_view name) = 0;
  [[nodiscard]] virtual std::vector<std::string> subscriptions(const Account& account) = 0;
  [[nodiscard]] virtual const Notes& notes(const Account& account) = 0;
  virtual void note(const Account& account, const std::string& key,
                    const std::optional<std::string>& value) = 0;
  // Users who have a note of this name. Valid until the next note().
  [[nodiscard]] virtual const Users& users_noted(const std::string& key) = 0;
  virtual void watch(const Account& account, AccountWatcher& watcher) = 0;
  virtual void unwatch(const Account& account, AccountWatcher& watcher) = 0;
  // POP3 holds the maildrop exclusively (RFC 1939 4). False: someone has it.
  [[nodiscard]] virtual bool lock_maildrop(const Account& account) = 0;
  virtual void unlock_maildrop(const Account& account) = 0;

  // Durable stores keep what is on its way; of one in memory the queue that put it there is all there is.
  [[nodiscard]] virtual std::vector<Outgoing> outgoing() { return {}; }
  virtual void keep_outgoing(const Outgoing& outgoing) { (void)outgoing; }
  virtual void change_outgoing(std::int64_t id, const std::string& text) { (void)id, (void)text; }
  virtual void drop_outgoing(std::int64_t id) { (void)id; }

  // Durable stores: there is something that a crash would lose. Nothing that depends on it may be told to
  // a client before commit(), which throws std::runtime_error when it can't be kept.
  [[nodiscard]] virtual bool dirty() const { return false; }
  virtual void commit() {}
};

// Every mailbox made gets the next UIDVALIDITY, so none is ever used twice (RFC 3501 2.3.1.1). A server
// passes the time, so that this holds across its restarts too.
[[nodiscard]] std::unique_ptr<Store> make_memory_store(UidValidity first_validity = 1);
// In one file (and SQLite's -wal and -shm beside it). Throws std::runtime_error with one readable line.
[[nodiscard]] std::unique_ptr<Store> make_sqlite_store(const std::string& file,
                                                       UidValidity first_validity = 1);

}  // namespace mailrig::server
