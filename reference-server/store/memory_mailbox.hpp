// A mailbox in memory. Expunged messages stay in the vector as gaps until someone asks for all
// messages, so expunging n of them moves each message once, not n times.
#pragma once

#include <limits>
#include <string>
#include <vector>

#include "reference-server/store/store.hpp"

namespace mailrig::server {

class MemoryMailbox final : public Mailbox {
 public:
  MemoryMailbox(std::string name, UidValidity validity) : name_(std::move(name)), uid_validity_(validity) {}

  [[nodiscard]] const std::string& name() const override { return name_; }
  [[nodiscard]] UidValidity uid_validity() const override { return uid_validity_; }
  [[nodiscard]] Uid uid_next() const override { return uid_next_; }
  [[nodiscard]] const std::vector<StoredMessage>& messages() const override;
  [[nodiscard]] const StoredMessage* find(Uid uid) const override;
  [[nodiscard]] const std::vector<std::string>& keywords() const override { return keywords_; }
  Uid append(Body body, Flags flags, std::int64_t internal_date, int zone_minutes,
             MailboxWatcher* origin) override;
  bool set_flags(Uid uid, Flags flags, MailboxWatcher* origin) override;
  bool expunge(Uid uid, MailboxWatcher* origin) override;
  void clear_recent(Uid uid) override;
  void pretend_uid_validity(UidValidity validity) override { uid_validity_ = validity; }
  void reuse_uids() override;
  void watch(MailboxWatcher& watcher) override { watchers_.push_back(&watcher); }
  void unwatch(MailboxWatcher& watcher) override;

  void rename(std::string name) { name_ = std::move(name); }
  void tell_gone();
  // RENAME of INBOX: its messages go to the (empty) mailbox `to`, with their UIDs, and are told expunged
  // here.
  void move_all(MemoryMailbox& to);

 private:
  [[nodiscard]] StoredMessage* lookup(Uid uid);
  void spell_keywords(Flags& flags);
  template <typename Call>
  void tell(const MailboxWatcher* origin, Call call);

  std::string name_;
  UidValidity uid_validity_;
  Uid uid_next_ = 1;
  mutable std::vector<StoredMessage> messages_;  // a gap has no body
  mutable std::size_t gaps_ = 0;
  std::vector<std::string> keywords_;
  std::vector<MailboxWatcher*> watchers_;  // null: left while being told
  int telling_ = 0;
};

}  // namespace mailrig::server
