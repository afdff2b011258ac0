// What a durable store keeps of an indexed one: each change as it happens, and what a mailbox was when it
// is asked for again. Changes are durable once commit() has returned; nothing may be acknowledged before.
// What can't be written or read throws std::runtime_error with one readable line: a store that has lost
// its disk must not go on.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reference-server/store/store.hpp"

namespace mailrig::server {

// A name of an account's hierarchy.
struct MailboxRow {
  MailboxId id = 0;
  std::string name;
  bool selectable = true;
  std::string special_use;
  UidValidity uid_validity = 0;
  Uid uid_next = 1;
  ModSeq highest_modseq = 1;
  ModSeq forgotten_modseq = 0;  // what was expunged at or before this is not known any more
};

struct Expunged {
  ModSeq modseq = 0;
  Uid uid = 0;
};

// All that is in a mailbox.
struct MailboxContents {
  std::vector<StoredMessage> messages;  // ascending UIDs
  std::vector<std::string> keywords;
  std::vector<Expunged> expunged;  // ascending MODSEQs
  Notes notes;
};

class Journal {
 public:
  virtual ~Journal() = default;

  // False: the account was never here; it is from now on.
  [[nodiscard]] virtual bool load(const std::string& account, std::vector<MailboxRow>& mailboxes,
                                  std::vector<std::string>& subscriptions) = 0;
  [[nodiscard]] virtual MailboxContents load(MailboxId mailbox) = 0;
  [[nodiscard]] virtual UidValidity next_validity(UidValidity least) = 0;  // each once

  [[nodiscard]] virtual MailboxId made(const std::string& account, const MailboxRow& mailbox) = 0;
  virtual void changed(const MailboxRow& mailbox) = 0;  // name, special use, selectable
  virtual void removed(MailboxId mailbox) = 0;
  virtual void subscribed(const std::string& account, const std::string& name, bool on) = 0;

  [[nodiscard]] virtual Notes notes(const std::string& account) = 0;
  [[nodiscard]] virtual Users users_noted(const std::string& key) = 0;
  virtual void noted(const std::string& account, const std::string& key,
                     const std::optional<std::string>& value) = 0;
  virtual void noted(MailboxId mailbox, const std::string& key, const std::optional<std::string>& value) = 0;

  virtual void appended(const MailboxRow& mailbox, const StoredMessage& message) = 0;
  virtual void changed(const MailboxRow& mailbox, const StoredMessage& message) = 0;  // flags, recent
  virtual void expunged(const MailboxRow& mailbox, Uid uid) = 0;
  virtual void forgot(const MailboxRow& mailbox) = 0;  // see forgotten_modseq
  virtual void keyword(MailboxId mailbox, const std::string& word) = 0;
  // All messages of one, with what it knows of them, go to another.
  virtual void moved(const MailboxRow& from, const MailboxRow& to) = 0;

  [[nodiscard]] virtual std::vector<Outgoing> outgoing() = 0;
  virtual void keep_outgoing(const Outgoing& outgoing) = 0;
  virtual void change_outgoing(std::int64_t id, const std::string& text) = 0;
  virtual void drop_outgoing(std::int64_t id) = 0;

  [[nodiscard]] virtual bool dirty() const = 0;
  virtual void commit() = 0;
};

}  // namespace mailrig::server
