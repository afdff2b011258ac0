#include "harness/play/watchers_imap.hpp"

#include <algorithm>
#include <array>
#include <functional>

#include "harness/imap/sequence_set.hpp"
#include "harness/play/watcher_rules_imap.hpp"
#include "harness/wire/ascii.hpp"

namespace mailrig::play {
namespace {

using namespace imap_rules;
using imap::NodeKind;
using imap::ResponseKind;
using imap::Status;
using wire::iequals;

constexpr std::uint64_t kLargest = 4'294'967'295;
constexpr std::size_t kUidSetLimit = 10'000;

constexpr std::array kRules{&kGreeting,      &kTag,
                            &kContinuation,  &kByeBeforeClose,
                            &kByeInLogout,   &kExistsShrinks,
                            &kNumber,        &kExpungeIdle,
                            &kExpungeDuring, &kUidZero,
                            &kUidChanged,    &kUidOrder,
                            &kUidNext,       &kUidValidity,
                            &kCopyUid,       &kSize,
                            &kImmutable,     &kUidFetch,
                            &kSelectFlags,   &kSelectExists,
                            &kExamine,       &kSearch,
                            &kCapability,    &kSelectability,
                            &kChildren,      &kEnabled,
                            &kEsearchUid,    &kSelectList,
                            &kSelectCodes,   &kSelectClosed,
                            &kNewsUid,       &kEsearchMissing,
                            &kObsolete,      &kProgressTagged,
                            &kProgressGoal,  &kProgressTag,
                            &kProgressBack};

bool is_selecting(std::string_view verb) {
  return verb == "SELECT" || verb == "EXAMINE";
}

// By sequence number: not UID (RFC 3501 6.4.8 lets EXPUNGE come during UID commands).
bool forbids_expunge(std::string_view verb) {
  return verb == "FETCH" || verb == "STORE" || verb == "SEARCH";
}

std::string text(std::uint64_t number) {
  return std::to_string(number);
}

}  // namespace

std::span<const WatcherInfo* const> imap_watcher_infos() {
  return kRules;
}

void ImapWatcher::reset() {
  *this = ImapWatcher();
}

void ImapWatcher::forget_mailbox() {
  messages_.clear();
  exists_ = uidnext_ = new_from_ = 0;
  selected_ = numbers_known_ = false;
  selected_name_.clear();
}

bool ImapWatcher::selecting(const imap::Dialogue& dialogue) const {
  const auto commands = dialogue.commands();
  return std::any_of(commands.begin(), commands.end(),
                     [](const auto& sent) { return is_selecting(sent.verb); });
}

void ImapWatcher::reply(const imap::Response& response, const imap::Dialogue& dialogue, Accuser& accuser) {
  const Context c{response, dialogue, accuser};
  departures_.clear();
  if (!greeted_) {
    greeted_ = true;
    return greeting(c);
  }
  switch (response.kind) {
    case ResponseKind::Tagged:
      return tagged(c);
    case ResponseKind::Continuation:
      if (!dialogue.asked()) c.accuse(kContinuation, "no command waits to be continued");
      return;
    case ResponseKind::Untagged:
      return response.status == Status::None ? data(c) : untagged_status(c);
    case ResponseKind::Garbage:
      return;  // the parser says what is wrong with it
  }
}

void ImapWatcher::greeting(const Context& c) {
  const Status status = c.response.status;
  if (c.response.kind == ResponseKind::Garbage) return;
  if (c.response.kind != ResponseKind::Untagged ||
      (status != Status::Ok && status != Status::Preauth && status != Status::Bye)) {
    return c.accuse(kGreeting, "the connection began with another response");
  }
  bye_ = status == Status::Bye;
  code(c);
}

void ImapWatcher::tagged(const Context& c) {
  if (!c.dialogue.asked()) {
    return c.accuse(kTag, "no command in progress has the tag " + std::string(c.response.tag.substr(0, 40)));
  }
  code(c);
  completed(c);
}

void ImapWatcher::completed(const Context& c) {
  const std::string_view verb = c.dialogue.answered();
  const bool ok = c.response.status == Status::Ok;
  if (verb == "LOGOUT" && ok && !bye_) c.accuse(kByeInLogout, "LOGOUT was answered and no BYE had come");
  search_completed(c);
  if (verb == "ENABLE") {
    if (ok && !saw_enabled_) c.accuse(kEnabled, "the OK came and no ENABLED had");
    saw_enabled_ = false;
  }
  if (is_selecting(verb)) return select_completed(c);
  if (ok && (verb == "CLOSE" || verb == "UNSELECT" || verb == "LOGOUT")) {
    forget_mailbox();
    departures_.push_back({Departure::Kind::All});
  }
}

void ImapWatcher::select_completed(const Context& c) {
  const bool ok = c.response.status == Status::Ok;
  if (ok && !saw_flags_) c.accuse(kSelectFlags, "no FLAGS response came before the OK");
  if (ok && !saw_exists_) c.accuse(kSelectExists, "no EXISTS response came before the OK");
  if (ok && c.dialogue.answered() == "EXAMINE" && !iequals(c.response.code, "READ-ONLY")) {
    c.accuse(kExamine, "the OK does not begin with [READ-ONLY]");
  }
  if (ok && c.dialogue.rev2()) select_by_rev2(c);
  selected_ = ok && !selecting(c.dialogue);
  numbers_known_ = selected_ && saw_exists_;
  messages_.clear();
  new_from_ = exists_ + 1;
  if (!ok) forget_mailbox();
  if (!saw_uidnext_) uidnext_ = 0;
  saw_flags_ = saw_exists_ = saw_uidnext_ = false;
  saw_permanentflags_ = saw_uidvalidity_ = saw_closed_ = false;
  selected_name_ = ok ? listed_name_ : std::string();
  listed_name_.clear();
}

void ImapWatcher::untagged_status(const Context& c) {
  if (c.response.status == Status::Bye) bye_ = true;
  code(c);
}

void ImapWatcher::code(const Context& c) {
  if (!c.response.has_code) return;
  const auto& nodes = c.response.tape.nodes;
  const std::uint32_t begin = c.response.code_begin, end = c.response.code_end;
  const std::string_view name = c.response.code;
  if (iequals(name, "CAPABILITY")) return capability(c, begin, end);
  if (iequals(name, "INPROGRESS")) return progress(c);
  saw_closed_ = saw_closed_ || iequals(name, "CLOSED");
  saw_permanentflags_ = saw_permanentflags_ || iequals(name, "PERMANENTFLAGS");
  saw_uidvalidity_ = saw_uidvalidity_ || iequals(name, "UIDVALIDITY");
  if (begin >= end || nodes[begin].kind != NodeKind::Number) return;
  const std::uint64_t number = nodes[begin].number;
  if (iequals(name, "UIDVALIDITY") || iequals(name, "APPENDUID") || iequals(name, "COPYUID")) {
    if (number == 0 || number > kLargest) c.accuse(kUidValidity, "it is " + text(number));
  }
  if (iequals(name, "UIDNEXT") && selecting(c.dialogue)) {
    uidnext_ = number;
    saw_uidnext_ = true;
  }
  if (iequals(name, "COPYUID")) copyuid(c);
}

void ImapWatcher::copyuid(const Context& c) {
  const auto& nodes = c.response.tape.nodes;
  const std::uint32_t from = nodes[c.response.code_begin].next;
  if (from >= c.response.code_end || nodes[from].next >= c.response.code_end) return;
  imap::SequenceSet source, target;
  if (!imap::parse_sequence_set(nodes[from].text, source)) return;
  if (!imap::parse_sequence_set(nodes[nodes[from].next].text, target)) return;
  std::vector<std::uint32_t> before, after;
  if (!imap::members(source, 0, kUidSetLimit, before) || !imap::members(target, 0, kUidSetLimit, after))
    return;
  if (before.size() != after.size()) {
    c.accuse(kCopyUid, text(before.size()) + " messages became " + text(after.size()));
  }
}

void ImapWatcher::capability(const Context& c, std::uint32_t begin, std::uint32_t end) {
  const auto& nodes = c.response.tape.nodes;
  for (std::uint32_t i = begin; i < end; i = nodes[i].next) {
    if (iequals(nodes[i].text, "IMAP4rev1") || iequals(nodes[i].text, "IMAP4rev2")) return;
  }
  c.accuse(kCapability, "neither revision is named");
}

void ImapWatcher::data(const Context& c) {
  const std::string_view name = c.response.name;
  if (c.dialogue.rev2()) data_by_rev2(c);
  if (iequals(name, "EXISTS")) return exists(c);
  if (iequals(name, "EXPUNGE")) return expunge(c);
  if (iequals(name, "FETCH")) return fetch(c);
  if (iequals(name, "SEARCH")) return search(c);
  if (iequals(name, "FLAGS")) saw_flags_ = true;
  if (iequals(name, "CAPABILITY")) capability(c, c.response.data_begin, c.response.data_end);
  if (iequals(name, "VANISHED")) vanished(c);
  if (iequals(name, "LIST") || iequals(name, "LSUB")) list(c);
  if (iequals(name, "ENABLED")) saw_enabled_ = true;
  if (iequals(name, "ESEARCH")) esearch(c);
}

void ImapWatcher::exists(const Context& c) {
  if (!c.response.number) return;
  const std::uint64_t count = *c.response.number;
  saw_exists_ = true;
  if (numbers_known_ && !selecting(c.dialogue) && count < exists_) {
    c.accuse(kExistsShrinks, "there were " + text(exists_) + " messages before");
    messages_.truncate(count);
  }
  exists_ = count;
}

void ImapWatcher::expunge_in_season(const Context& c) {
  const auto commands = c.dialogue.commands();
  if (commands.empty()) return c.accuse(kExpungeIdle, "every command had been answered");
  const bool all = std::all_of(commands.begin(), commands.end(),
                               [](const auto& sent) { return forbids_expunge(sent.verb); });
  if (all) c.accuse(kExpungeDuring, "only " + commands.front().verb + " was in progress");
}

void ImapWatcher::expunge(const Context& c) {
  expunge_in_season(c);
  if (c.response.number)
    departures_.push_back({Departure::Kind::One, *c.response.number, *c.response.number});
  if (!c.response.number || !numbers_known_ || selecting(c.dialogue)) return;
  const std::uint64_t number = *c.response.number;
  if (number == 0 || number > exists_) {
    return c.accuse(kNumber, "there are " + text(exists_) + " messages");
  }
  --exists_;
  if (new_from_ > number) --new_from_;
  if (number <= messages_.size()) messages_.erase(number);
}

// expunged-resp = "VANISHED" [SP "(EARLIER)"] SP known-uids. With EARLIER no number moves (RFC
// 7162 3.2.10.1); without, each UID is that of a message that the client can see (3.2.10.2).
void ImapWatcher::vanished(const Context& c) {
  const auto& nodes = c.response.tape.nodes;
  const std::uint32_t begin = c.response.data_begin;
  if (begin >= c.response.data_end || nodes[begin].kind == NodeKind::List) return;
  imap::SequenceSet set;
  std::vector<std::uint32_t> uids;
  if (!imap::parse_sequence_set(nodes[begin].text, set) || !imap::members(set, 0, kUidSetLimit, uids)) {
    numbers_known_ = false;
    departures_.push_back({Departure::Kind::One});
    return;
  }
  std::sort(uids.begin(), uids.end(), std::greater<>());
  // From the top, so that numbers below stay what they are.
  bool exact = true;
  for (const std::uint32_t uid : uids) exact = vanish(uid) && exact;
  numbers_known_ = numbers_known_ && exact;
}

// False: its number is not known.
bool ImapWatcher::vanish(std::uint32_t uid) {
  const NumberRange at = numbers_known_ ? messages_.where(uid, exists_) : NumberRange{1, Departure().last};
  if (at.first > at.last) return true;
  departures_.push_back({Departure::Kind::One, at.first, at.last});
  if (!numbers_known_) return false;
  --exists_;
  if (new_from_ > at.last) --new_from_;
  if (at.is_one() && at.first <= messages_.size()) messages_.erase(at.first);
  return at.is_one();
}

}  // namespace mailrig::play
