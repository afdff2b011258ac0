#include "reference-server/session/pop3/maildrop.hpp"

#include <algorithm>

namespace mailrig::server::pop3d {
namespace {

// A dot-terminated block ends in CRLF: it is added where the message lacks it.
std::size_t octets_sent(const Body& body) {
  return body.size() + (body.size() == 0 || body.ends_in_crlf() ? 0 : 2);
}

}  // namespace

bool Maildrop::open(Store& store, const Account& account, bool share) {
  const bool locked = store.lock_maildrop(account);
  if (!locked && !share) return false;
  if (locked) lock_ = {&store, &account};
  mailbox_ = store.open(account, "INBOX");
  messages_.clear();
  for (const StoredMessage& message : mailbox_->messages()) {
    messages_.push_back({message.uid, message.body, octets_sent(message.body), false});
  }
  return true;
}

void Maildrop::update() {
  for (const Message& message : messages_) {
    if (message.deleted) mailbox_->expunge(message.uid, nullptr);
  }
  for (const Uid uid : dropped_) mailbox_->expunge(uid, nullptr);
}

void Maildrop::release() {
  if (lock_.store != nullptr) lock_.store->unlock_maildrop(*lock_.account);
  lock_ = {};
  messages_.clear();
  dropped_.clear();
}

Message* Maildrop::find(std::uint64_t number) {
  return number == 0 || number > messages_.size() ? nullptr : &messages_[number - 1];
}

std::size_t Maildrop::count() const {
  return static_cast<std::size_t>(
      std::count_if(messages_.begin(), messages_.end(), [](const Message& m) { return !m.deleted; }));
}

std::size_t Maildrop::octets() const {
  std::size_t sum = 0;
  for (const Message& message : messages_) sum += message.deleted ? 0 : message.octets;
  return sum;
}

void Maildrop::unmark_all() {
  for (Message& message : messages_) message.deleted = false;
}

void Maildrop::keep_marks() {
  for (const Message& message : messages_) {
    if (message.deleted) dropped_.push_back(message.uid);
  }
}

void Maildrop::mark_retrieved() {
  for (Message& message : messages_) message.deleted = message.deleted || message.retrieved;
}

void Maildrop::drop(std::uint64_t number) {
  dropped_.push_back(messages_[number - 1].uid);
  messages_.erase(messages_.begin() + static_cast<std::ptrdiff_t>(number - 1));
}

}  // namespace mailrig::server::pop3d
