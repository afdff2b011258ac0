// The maildrop of RFC 1939 4: a snapshot of INBOX, taken and locked at login, whose message numbers
// and sizes stay as they are until the session ends. Only update() removes anything.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "reference-server/store/store.hpp"

namespace mailrig::server::pop3d {

struct Message {
  Uid uid = 0;
  Body body;
  std::size_t octets = 0;  // as sent by RETR, unstuffed
  bool deleted = false;    // marked by DELE
  bool retrieved = false;  // sent by RETR
};

class Maildrop {
 public:
  ~Maildrop() { release(); }
  Maildrop() = default;
  Maildrop(const Maildrop&) = delete;
  Maildrop& operator=(const Maildrop&) = delete;

  // False: somebody has it. With `share`, that is no hindrance.
  [[nodiscard]] bool open(Store& store, const Account& account, bool share);
  // Removes what is marked; what is gone already is no error.
  void update();
  void release();
  void keep_lock() { lock_.store = nullptr; }

  [[nodiscard]] std::vector<Message>& messages() { return messages_; }
  // By message number, marked or not; nullptr: no such message.
  [[nodiscard]] Message* find(std::uint64_t number);
  [[nodiscard]] std::size_t count() const;   // without those marked
  [[nodiscard]] std::size_t octets() const;  // of those
  [[nodiscard]] std::size_t octets_held() const {
    return messages_.capacity() * sizeof(Message);
  }  // of memory
  void unmark_all();
  void keep_marks();  // update() removes what is marked now, even if it is unmarked
  void mark_retrieved();
  [[nodiscard]] UidValidity uid_validity() const { return mailbox_->uid_validity(); }
  [[nodiscard]] bool gone(const Message& message) const { return mailbox_->find(message.uid) == nullptr; }
  void remove_now(const Message& message) { mailbox_->expunge(message.uid, nullptr); }
  // Takes a message out of the numbering, still to be removed by update().
  void drop(std::uint64_t number);

 private:
  struct Lock {
    Store* store = nullptr;
    const Account* account = nullptr;
  };
  Lock lock_;
  std::shared_ptr<Mailbox> mailbox_;
  std::vector<Message> messages_;
  std::vector<Uid> dropped_;
};

}  // namespace mailrig::server::pop3d
