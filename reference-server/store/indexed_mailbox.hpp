// A mailbox whose index (all of a message but its octets) is in memory, and whose changes go to a journal
// if there is one. Expunged messages stay in the vector as gaps until someone asks for all messages, so
// expunging n of them moves each message once, not n times.
#pragma once

#include <cstddef>
#include <limits>
#include <string>
#include <vector>

#include "reference-server/store/journal.hpp"
#include "reference-server/store/watchers.hpp"

namespace mailrig::server {

inline constexpr std::size_t kExpungedKept = 100'000;  // ours: of a mailbox, for QRESYNC

// Sets the note, or takes it away. False: nothing changes by it.
bool change_note(Notes& notes, const std::string& key, const std::optional<std::string>& value);

// What mailboxes of one store share.
struct StoreParts {
  Journal* journal = nullptr;           // null: in memory only
  std::function<std::int64_t()> clock;  // may be empty
  BodyId last_body = 0;                 // in memory only
};

class IndexedMailbox final : public Mailbox {
 public:
  // `parts` and `account` outlive it. With a journal, what is in it is read when first asked for.
  IndexedMailbox(MailboxRow row, StoreParts& parts, Watchers<AccountWatcher>& account);

  [[nodiscard]] const std::string& name() const override { return row_.name; }
  [[nodiscard]] UidValidity uid_validity() const override { return row_.uid_validity; }
  [[nodiscard]] Uid uid_next() const override { return row_.uid_next; }
  [[nodiscard]] MailboxId id() const override { return row_.id; }
  [[nodiscard]] ModSeq highest_modseq() const override { return row_.highest_modseq; }
  [[nodiscard]] bool expunged_since(ModSeq since, std::vector<Uid>& out) const override;
  [[nodiscard]] const std::vector<StoredMessage>& messages() const override;
  [[nodiscard]] const StoredMessage* find(Uid uid) const override;
  [[nodiscard]] const std::vector<std::string>& keywords() const override;
  Uid append(Body body, Flags flags, std::int64_t internal_date, int zone_minutes,
             MailboxWatcher* origin) override;
  bool set_flags(Uid uid, Flags flags, MailboxWatcher* origin) override;
  bool expunge(Uid uid, MailboxWatcher* origin) override;
  void clear_recent(Uid uid) override;
  [[nodiscard]] const Notes& notes() const override;
  void note(const std::string& key, const std::optional<std::string>& value) override;
  void pretend_uid_validity(UidValidity validity) override { row_.uid_validity = validity; }
  void reuse_uids() override;
  void watch(MailboxWatcher& watcher) override { watchers_.add(watcher); }
  void unwatch(MailboxWatcher& watcher) override { watchers_.remove(watcher); }

  void rename(std::string name);
  // It is no part of the store any more: its journal hears nothing further.
  void removed();
  // RENAME of INBOX: its messages go to the (empty) mailbox `to`, with their UIDs, and are told expunged
  // here.
  void move_all(IndexedMailbox& to);

 private:
  void load() const;
  [[nodiscard]] StoredMessage* lookup(Uid uid) const;
  void spell_keywords(Flags& flags);
  void note_expunged(Uid uid);
  void tell_account(AccountWatcher::Change change);

  MailboxRow row_;
  StoreParts& parts_;
  Watchers<AccountWatcher>* account_;  // null: it was removed
  Journal* journal_;
  mutable bool loaded_;
  mutable std::vector<StoredMessage> messages_;  // a gap has no body
  mutable std::size_t gaps_ = 0;
  mutable std::vector<std::string> keywords_;
  mutable std::vector<Expunged> expunged_;  // ascending MODSEQs
  mutable Notes notes_;
  Watchers<MailboxWatcher> watchers_;
};

}  // namespace mailrig::server
