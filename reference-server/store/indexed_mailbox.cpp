#include "reference-server/store/indexed_mailbox.hpp"

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

bool change_note(Notes& notes, const std::string& key, const std::optional<std::string>& value) {
  if (!value) return notes.erase(key) > 0;
  const auto [at, fresh] = notes.try_emplace(key, *value);
  if (!fresh && at->second == *value) return false;
  at->second = *value;
  return true;
}

IndexedMailbox::IndexedMailbox(MailboxRow row, StoreParts& parts, Watchers<AccountWatcher>& account)
    : row_(std::move(row)),
      parts_(parts),
      account_(&account),
      journal_(parts.journal),
      loaded_(parts.journal == nullptr) {}

void IndexedMailbox::load() const {
  if (loaded_) return;
  loaded_ = true;
  MailboxContents contents = journal_->load(row_.id);
  messages_ = std::move(contents.messages);
  keywords_ = std::move(contents.keywords);
  std::sort(keywords_.begin(), keywords_.end(), word_less);
  expunged_ = std::move(contents.expunged);
  notes_ = std::move(contents.notes);
}

void IndexedMailbox::tell_account(AccountWatcher::Change change) {
  if (account_ == nullptr) return;
  account_->tell([&](AccountWatcher& watcher) { watcher.changed(*this, change); });
}

const std::vector<StoredMessage>& IndexedMailbox::messages() const {
  load();
  if (gaps_ > 0) {
    std::erase_if(messages_, [](const StoredMessage& message) { return !message.body; });
    gaps_ = 0;
  }
  return messages_;
}

StoredMessage* IndexedMailbox::lookup(Uid uid) const {
  load();
  const auto found = std::lower_bound(messages_.begin(), messages_.end(), uid, uid_less);
  return found != messages_.end() && found->uid == uid && found->body ? &*found : nullptr;
}

const StoredMessage* IndexedMailbox::find(Uid uid) const {
  return lookup(uid);
}

const std::vector<std::string>& IndexedMailbox::keywords() const {
  load();
  return keywords_;
}

// A keyword that is known here keeps its first spelling.
void IndexedMailbox::spell_keywords(Flags& flags) {
  if (flags.keywords.empty()) return;
  normalise(flags);
  for (std::string& word : flags.keywords) {
    const auto found = std::lower_bound(keywords_.begin(), keywords_.end(), word, word_less);
    if (found != keywords_.end() && wire::iequals(*found, word)) {
      word = *found;
    } else if (keywords_.size() < kKeywordLimit) {
      if (journal_ != nullptr) journal_->keyword(row_.id, word);
      keywords_.insert(found, word);
    }
  }
}

Uid IndexedMailbox::append(Body body, Flags flags, std::int64_t internal_date, int zone_minutes,
                           MailboxWatcher* origin) {
  if (row_.uid_next == kLastUid || !body) return 0;
  load();
  spell_keywords(flags);
  StoredMessage message;
  message.body = std::move(body);
  message.flags = std::move(flags);
  message.internal_date = internal_date;
  message.save_date = parts_.clock ? parts_.clock() : 0;
  message.zone_minutes = static_cast<std::int16_t>(zone_minutes);
  message.recent = true;
  message.uid = row_.uid_next++;
  message.modseq = ++row_.highest_modseq;
  if (journal_ != nullptr) {
    journal_->appended(row_, message);
  } else if (message.body.id() == 0) {
    message.body.content()->name(++parts_.last_body);
  }
  // Grows by an eighth, not by half as much again or more: at 100,000 messages that is megabytes.
  if (messages_.size() == messages_.capacity())
    messages_.reserve(messages_.size() + messages_.size() / 8 + 8);
  messages_.push_back(std::move(message));
  const Uid uid = messages_.back().uid;
  watchers_.tell([this](MailboxWatcher& watcher) { watcher.appended(messages_.back()); }, origin);
  tell_account(AccountWatcher::Change::Messages);
  return uid;
}

bool IndexedMailbox::set_flags(Uid uid, Flags flags, MailboxWatcher* origin) {
  StoredMessage* message = lookup(uid);
  if (message == nullptr) return false;
  spell_keywords(flags);
  message->flags = std::move(flags);
  message->modseq = ++row_.highest_modseq;
  if (journal_ != nullptr) journal_->changed(row_, *message);
  watchers_.tell([message](MailboxWatcher& watcher) { watcher.flags_changed(*message); }, origin);
  tell_account(AccountWatcher::Change::Flags);
  return true;
}

bool IndexedMailbox::expunge(Uid uid, MailboxWatcher* origin) {
  StoredMessage* message = lookup(uid);
  if (message == nullptr) return false;
  note_expunged(uid);
  message->body.reset();
  ++gaps_;
  watchers_.tell([uid](MailboxWatcher& watcher) { watcher.expunged(uid); }, origin);
  tell_account(AccountWatcher::Change::Messages);
  return true;
}

// Half of what is kept is forgotten at once, so that forgetting costs little.
void IndexedMailbox::note_expunged(Uid uid) {
  expunged_.push_back({++row_.highest_modseq, uid});
  if (journal_ != nullptr) journal_->expunged(row_, uid);
  if (expunged_.size() <= kExpungedKept) return;
  const auto half = expunged_.begin() + static_cast<std::ptrdiff_t>(kExpungedKept / 2);
  row_.forgotten_modseq = std::prev(half)->modseq;
  expunged_.erase(expunged_.begin(), half);
  if (journal_ != nullptr) journal_->forgot(row_);
}

bool IndexedMailbox::expunged_since(ModSeq since, std::vector<Uid>& out) const {
  load();
  if (since < row_.forgotten_modseq) return false;
  const auto first = std::upper_bound(expunged_.begin(), expunged_.end(), since,
                                      [](ModSeq modseq, const Expunged& one) { return modseq < one.modseq; });
  for (auto at = first; at != expunged_.end(); ++at) out.push_back(at->uid);
  return true;
}

// \Recent is no flag that a change of is told (RFC 7162 3.1): it has no MODSEQ.
void IndexedMailbox::clear_recent(Uid uid) {
  StoredMessage* message = lookup(uid);
  if (message == nullptr || !message->recent) return;
  message->recent = false;
  if (journal_ != nullptr) journal_->changed(row_, *message);
}

void IndexedMailbox::reuse_uids() {
  row_.uid_next = messages().empty() ? 1 : messages().back().uid + 1;
}

const Notes& IndexedMailbox::notes() const {
  load();
  return notes_;
}

void IndexedMailbox::note(const std::string& key, const std::optional<std::string>& value) {
  load();
  if (!change_note(notes_, key, value)) return;
  if (journal_ != nullptr) journal_->noted(row_.id, key, value);
  if (account_ != nullptr) account_->tell([&](AccountWatcher& watcher) { watcher.noted(this, key); });
  if (!value) watchers_.tell([&key](MailboxWatcher& watcher) { watcher.note_gone(key); });
}

void IndexedMailbox::rename(std::string name) {
  row_.name = std::move(name);
  if (journal_ != nullptr) journal_->changed(row_);
}

void IndexedMailbox::removed() {
  load();  // those who have it selected still look into it
  if (journal_ != nullptr) journal_->removed(row_.id);
  journal_ = nullptr;
  account_ = nullptr;
  watchers_.tell([](MailboxWatcher& watcher) { watcher.gone(); });
}

void IndexedMailbox::move_all(IndexedMailbox& to) {
  static_cast<void>(messages());
  to.load();
  to.row_.uid_next = row_.uid_next;
  to.row_.highest_modseq = row_.highest_modseq;
  to.keywords_ = keywords_;
  to.messages_ = std::exchange(messages_, {});
  // Each is told with the MODSEQ that it went with: what a session may take for known ends below the first.
  for (const StoredMessage& message : to.messages_) {
    expunged_.push_back({++row_.highest_modseq, message.uid});
    watchers_.tell([uid = message.uid](MailboxWatcher& watcher) { watcher.expunged(uid); });
  }
  if (journal_ != nullptr) journal_->moved(row_, to.row_);
  for (const auto& [key, value] : notes_) to.note(key, value);  // RFC 5464 4.1
  if (to.messages_.empty()) return;
  tell_account(AccountWatcher::Change::Messages);
  to.tell_account(AccountWatcher::Change::Messages);
}

}  // namespace mailrig::server
