#include "reference-server/store/memory_mailbox.hpp"

#include <algorithm>
#include <utility>

#include "reference-server/store/ascii.hpp"

namespace mailrig::server {
namespace {

constexpr Uid kLastUid = std::numeric_limits<Uid>::max();
constexpr std::size_t kKeywordLimit = 256;  // ours: spellings remembered for FLAGS

bool uid_less(const StoredMessage& message, Uid uid) {
  return message.uid < uid;
}

bool word_less(const std::string& a, const std::string& b) {
  return compare_without_case(a, b) < 0;
}

}  // namespace

// Watchers may come and go while they are told: a leaver is nulled, and swept when the telling is over.
template <typename Call>
void MemoryMailbox::tell(const MailboxWatcher* origin, Call call) {
  ++telling_;
  for (std::size_t i = 0, n = watchers_.size(); i < n; ++i) {
    MailboxWatcher* watcher = watchers_[i];
    if (watcher != nullptr && watcher != origin) call(*watcher);
  }
  if (--telling_ == 0) std::erase(watchers_, nullptr);
}

const std::vector<StoredMessage>& MemoryMailbox::messages() const {
  if (gaps_ > 0) {
    std::erase_if(messages_, [](const StoredMessage& message) { return !message.body; });
    gaps_ = 0;
  }
  return messages_;
}

StoredMessage* MemoryMailbox::lookup(Uid uid) {
  const auto found = std::lower_bound(messages_.begin(), messages_.end(), uid, uid_less);
  return found != messages_.end() && found->uid == uid && found->body ? &*found : nullptr;
}

const StoredMessage* MemoryMailbox::find(Uid uid) const {
  const auto found = std::lower_bound(messages_.begin(), messages_.end(), uid, uid_less);
  return found != messages_.end() && found->uid == uid && found->body ? &*found : nullptr;
}

// A keyword that is known here keeps its first spelling.
void MemoryMailbox::spell_keywords(Flags& flags) {
  if (flags.keywords.empty()) return;
  normalise(flags);
  for (std::string& word : flags.keywords) {
    const auto found = std::lower_bound(keywords_.begin(), keywords_.end(), word, word_less);
    if (found != keywords_.end() && wire::iequals(*found, word)) {
      word = *found;
    } else if (keywords_.size() < kKeywordLimit) {
      keywords_.insert(found, word);
    }
  }
}

Uid MemoryMailbox::append(Body body, Flags flags, std::int64_t internal_date, int zone_minutes,
                          MailboxWatcher* origin) {
  if (uid_next_ == kLastUid || !body) return 0;
  spell_keywords(flags);
  const Uid uid = uid_next_++;
  messages_.push_back({uid, std::move(body), std::move(flags), internal_date, zone_minutes, true});
  tell(origin, [this](MailboxWatcher& watcher) { watcher.appended(messages_.back()); });
  return uid;
}

bool MemoryMailbox::set_flags(Uid uid, Flags flags, MailboxWatcher* origin) {
  StoredMessage* message = lookup(uid);
  if (message == nullptr) return false;
  spell_keywords(flags);
  message->flags = std::move(flags);
  tell(origin, [message](MailboxWatcher& watcher) { watcher.flags_changed(*message); });
  return true;
}

bool MemoryMailbox::expunge(Uid uid, MailboxWatcher* origin) {
  StoredMessage* message = lookup(uid);
  if (message == nullptr) return false;
  message->body.reset();
  ++gaps_;
  tell(origin, [uid](MailboxWatcher& watcher) { watcher.expunged(uid); });
  return true;
}

void MemoryMailbox::clear_recent(Uid uid) {
  if (StoredMessage* message = lookup(uid)) message->recent = false;
}

void MemoryMailbox::reuse_uids() {
  uid_next_ = messages().empty() ? 1 : messages().back().uid + 1;
}

void MemoryMailbox::unwatch(MailboxWatcher& watcher) {
  const auto found = std::find(watchers_.begin(), watchers_.end(), &watcher);
  if (found == watchers_.end()) return;
  if (telling_ > 0) {
    *found = nullptr;
  } else {
    watchers_.erase(found);
  }
}

void MemoryMailbox::tell_gone() {
  tell(nullptr, [](MailboxWatcher& watcher) { watcher.gone(); });
}

void MemoryMailbox::move_all(MemoryMailbox& to) {
  static_cast<void>(messages());
  to.messages_ = std::exchange(messages_, {});
  to.uid_next_ = uid_next_;
  to.keywords_ = keywords_;
  for (const StoredMessage& message : to.messages_) {
    tell(nullptr, [uid = message.uid](MailboxWatcher& watcher) { watcher.expunged(uid); });
  }
}

}  // namespace mailrig::server
