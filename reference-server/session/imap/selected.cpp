#include "reference-server/session/imap/selected.hpp"

#include <algorithm>
#include <utility>

#include "harness/imap/append.hpp"
#include "harness/imap/sequence_set.hpp"
#include "reference-server/deviation/rev2.hpp"
#include "reference-server/deviation/url_auth.hpp"
#include "reference-server/session/imap/context.hpp"
#include "reference-server/session/imap/flags.hpp"
#include "reference-server/session/imap/url_auth.hpp"

namespace mailrig::server::imapd {
namespace {

constexpr std::size_t kChangesKept = 100;

bool in(const std::vector<Uid>& ascending, Uid uid) {
  return std::binary_search(ascending.begin(), ascending.end(), uid);
}

void sort_unique(std::vector<Uid>& uids) {
  std::sort(uids.begin(), uids.end());
  uids.erase(std::unique(uids.begin(), uids.end()), uids.end());
}

}  // namespace

Selected::Selected(World& world, std::shared_ptr<Mailbox> mailbox, bool read_only, Recent recent,
                   std::function<void(News)> news)
    : world_(world),
      mailbox_(std::move(mailbox)),
      read_only_(read_only),
      tells_recent_(recent == Recent::Told),
      news_(std::move(news)),
      keywords_told_(mailbox_->keywords().size()) {
  uids_.reserve(mailbox_->messages().size());
  for (const StoredMessage& message : mailbox_->messages()) {
    uids_.push_back(message.uid);
    if (message.recent) take_recent(message);
  }
  mailbox_->watch(*this);
}

Selected::~Selected() {
  mailbox_->unwatch(*this);
}

// RFC 3501 2.3.2: one session only is shown a message as recent; EXAMINE leaves it to the next.
void Selected::take_recent(const StoredMessage& message) {
  recent_.push_back(message.uid);
  if ((!read_only_ || broken(world_, kExamineTakesRecent)) && !broken(world_, kRecentShared)) {
    mailbox_->clear_recent(message.uid);
  }
}

std::uint32_t Selected::number_of(Uid uid) const {
  const auto found = std::lower_bound(uids_.begin(), uids_.end(), uid);
  if (found == uids_.end() || *found != uid) return 0;
  return static_cast<std::uint32_t>(found - uids_.begin()) + 1;
}

bool Selected::recent(Uid uid) const {
  return tells_recent_ && in(recent_, uid);
}

bool Selected::resolve(imap::SequenceSpan set, bool uid, std::vector<Numbered>& out) {
  out.clear();
  if (set.size() == 1 && set.front().saved) {
    resolve_saved(out);
    return !out.empty() || !broken(world_, kSearchresEmptyRefused);
  }
  set_.assign(set, uid ? last_uid() : size());
  if (!uid && (set_.largest() > size() || set_.ranges().empty())) return false;
  for (const auto& [first, last] : set_.ranges()) {
    auto at =
        uid ? static_cast<std::size_t>(std::lower_bound(uids_.begin(), uids_.end(), first) - uids_.begin())
            : std::size_t{first - 1};
    for (; at < uids_.size(); ++at) {
      const auto number = static_cast<std::uint32_t>(at + 1);
      if ((uid ? uids_[at] : number) > last) break;
      out.push_back({number, uids_[at]});
    }
  }
  return true;
}

void Selected::resolve_saved(std::vector<Numbered>& out) const {
  for (const Uid uid : saved_) {
    if (const std::uint32_t number = number_of(uid); number != 0) out.push_back({number, uid});
  }
}

void Selected::appended(const StoredMessage& message) {
  appended_.push_back(message.uid);
  if (message.recent) take_recent(message);
  news_(News::Appended);
}

void Selected::flags_changed(const StoredMessage& message) {
  if (broken(world_, kStoreNotToldToOthers)) return;
  changed_.push_back(message.uid);
  // A client that hears nothing for long: each message once is enough.
  if (changed_.size() > kChangesKept && changed_.size() > 2 * (uids_.size() + appended_.size()))
    sort_unique(changed_);
  news_(News::Flags);
}

void Selected::expunged(Uid uid) {
  if (!broken(world_, kExpungeNotToldToOthers)) expunged_here(uid);
}

void Selected::expunged_here(Uid uid) {
  if (!appended_.empty() && uid >= appended_.front()) {
    std::erase(appended_, uid);
  } else {
    if (expunged_.empty()) expunged_from_ = mailbox_->highest_modseq();
    expunged_.push_back(uid);
  }
  if (const auto at = std::lower_bound(recent_.begin(), recent_.end(), uid);
      at != recent_.end() && *at == uid) {
    recent_.erase(at);
  }
  news_(News::Expunged);
}

void Selected::note_gone(const std::string& key) {
  if (url_key.empty() || key != url_key || broken(world_, kUrlauthResetUntold)) return;
  url_key_gone_ = true;
  news_(News::Flags);
}

void Selected::discard_news() {
  appended_.clear();
  expunged_.clear();
  changed_.clear();
}

void Selected::tell_keywords(Replies& replies) {
  const std::size_t known = mailbox_->keywords().size();
  if (known == keywords_told_) return;
  keywords_told_ = known;
  tell_known_flags(replies, *mailbox_);
}

void Selected::tell(Replies& replies, const Telling& how) {
  if (std::exchange(url_key_gone_, false)) tell_url_mechanisms(world_, replies);
  tell_keywords(replies);
  if (how.expunge && !expunged_.empty()) how.vanished ? tell_vanished(replies) : tell_expunged(replies);
  if (!appended_.empty()) tell_appended(replies);
  if (!how.flags) changed_.clear();
  if (!changed_.empty()) tell_flags(replies, how);
}

// RFC 7162 3.2.10.2: of messages that the client knows of, only.
void Selected::tell_vanished(Replies& replies) {
  sort_unique(expunged_);
  std::erase_if(expunged_, [this](Uid uid) { return number_of(uid) == 0; });
  if (!expunged_.empty()) {
    replies.begin();
    replies.out += "VANISHED ";
    imap::append_numbers_as_set(replies.out, expunged_);
    replies.end();
  }
  std::erase_if(uids_, [this](Uid uid) { return in(expunged_, uid); });
  expunged_.clear();
}

// RFC 3501 7.4.1: each EXPUNGE lowers the numbers behind it at once. One pass, whatever their number.
void Selected::tell_expunged(Replies& replies) {
  sort_unique(expunged_);
  const bool wrong = broken(world_, kExpungeNumbersWrong);
  std::size_t kept = 0;
  auto next = expunged_.begin();
  for (std::size_t i = 0; i < uids_.size(); ++i) {
    while (next != expunged_.end() && *next < uids_[i]) ++next;
    if (next != expunged_.end() && *next == uids_[i]) {
      replies.number((wrong ? i : kept) + 1, "EXPUNGE");
    } else {
      uids_[kept++] = uids_[i];
    }
  }
  uids_.resize(kept);
  expunged_.clear();
}

void Selected::tell_appended(Replies& replies) {
  uids_.insert(uids_.end(), appended_.begin(), appended_.end());
  appended_.clear();
  replies.number(uids_.size(), "EXISTS");
  if (tells_recent_) replies.number(recent_.size(), "RECENT");
}

void Selected::tell_flags(Replies& replies, const Telling& how) {
  sort_unique(changed_);
  for (const Uid changed : changed_) {
    const std::uint32_t number = number_of(changed);
    const StoredMessage* message = mailbox_->find(changed);
    if (number == 0 || message == nullptr) continue;
    tell_fetch_flags(replies, *message, number, recent(changed),
                     {.uid = how.uid, .modseq = how.modseq, .uid_only = how.uid_only});
  }
  changed_.clear();
}

}  // namespace mailrig::server::imapd
