#include "harness/play/watchers_pop3.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "harness/play/watcher_rules_pop3.hpp"
#include "harness/wire/cursor.hpp"

namespace mailrig::play {
namespace {

using namespace pop3_rules;
using pop3::Status;

constexpr std::array kRules{&kUnasked,     &kGreeting,    &kStatForm, &kListForm,    &kNumbers,
                            &kCountsAgree, &kOctetsAgree, &kSize,     &kSizeChanged, &kUidlForm,
                            &kUidlUnique,  &kUidlChanged, &kDeleted,  &kChallenge};
constexpr std::size_t kUidLimit = 70;

std::string text(std::uint64_t number) {
  return std::to_string(number);
}

// Calls `each` with the lines of a block, unstuffed, without CRLF, without the terminator.
template <typename Each>
void for_lines(std::string_view block, Each each) {
  while (!block.empty() && block != ".\r\n") {
    const std::size_t lf = block.find('\n');
    std::string_view line =
        wire::without_line_end(block.substr(0, lf == std::string_view::npos ? lf : lf + 1));
    if (line.starts_with('.')) line.remove_prefix(1);
    each(line);
    if (lf == std::string_view::npos) return;
    block.remove_prefix(lf + 1);
  }
}

// Octets of the message in a block: stuffing and terminator not counted.
std::uint64_t octets_of(std::string_view block) {
  if (block.ends_with(".\r\n")) block.remove_suffix(3);
  std::uint64_t octets = block.size();
  if (block.starts_with('.')) --octets;
  for (std::size_t at = block.find("\r\n."); at != std::string_view::npos; at = block.find("\r\n.", at + 2))
    --octets;
  return octets;
}

bool is_uid(std::string_view uid) {
  return !uid.empty() && uid.size() <= kUidLimit &&
         std::all_of(uid.begin(), uid.end(), [](char c) { return c >= '\x21' && c <= '\x7E'; });
}

}  // namespace

std::span<const WatcherInfo* const> pop3_watcher_infos() {
  return kRules;
}

void Pop3Watcher::reset() {
  *this = Pop3Watcher();
}

Pop3Watcher::Message* Pop3Watcher::message(std::uint64_t number) {
  if (number == 0 || number > kWatchedDrop) return nullptr;
  if (messages_.size() < number) messages_.resize(number);
  return &messages_[number - 1];
}

void Pop3Watcher::reply(const pop3::Reply& reply, const pop3::Dialogue& dialogue, Accuser& accuser) {
  const Context c{reply, dialogue, accuser};
  if (!greeted_) {
    greeted_ = true;
    if (reply.status == Status::Err) c.accuse(kGreeting, reply.bytes, "the greeting is -ERR");
    return;
  }
  if (reply.status == Status::Continue) {
    if (!dialogue.asked()) c.accuse(kChallenge, reply.bytes, "no AUTH is in progress");
    return;
  }
  if (!dialogue.asked()) return c.accuse(kUnasked, reply.bytes, "every command had been answered");
  if (reply.status == Status::Ok) answer(c);
}

void Pop3Watcher::answer(const Context& c) {
  const std::string_view verb = c.dialogue.answered();
  const std::uint64_t number = c.dialogue.answered_number();
  const bool about_one =
      verb == "RETR" || verb == "TOP" || verb == "DELE" || verb == "LIST" || verb == "UIDL";
  if (about_one && number > 0 && number <= messages_.size() && messages_[number - 1].deleted) {
    c.accuse(kDeleted, c.reply.bytes,
             "message " + text(number) + " was deleted and " + std::string(verb) + " took it");
  }
  if (verb == "STAT") stat(c);
  if (verb == "LIST") list(c);
  if (verb == "UIDL") uidl(c);
  if (verb == "RETR") retrieved(c);
  deleted_or_reset(verb, number);
}

void Pop3Watcher::deleted_or_reset(std::string_view verb, std::uint64_t number) {
  if (verb == "DELE") {
    if (Message* one = message(number)) one->deleted = any_deleted_ = true;
    told_totals_ = false;
  } else if (verb == "RSET") {
    for (Message& one : messages_) one.deleted = false;
    any_deleted_ = told_totals_ = false;
  }
}

void Pop3Watcher::stat(const Context& c) {
  wire::Cursor cursor(c.reply.text);
  const auto count = cursor.take_number();
  const bool space = cursor.take(' ');
  const auto octets = cursor.take_number();
  if (!count || !space || !octets || (!cursor.at_end() && cursor.peek() != ' ')) {
    return c.accuse(kStatForm, c.reply.bytes, "two numbers should follow +OK");
  }
  totals(c, *count, *octets);
}

// `count` and `octets` of the drop as it is now, from STAT or from a whole LIST.
void Pop3Watcher::totals(const Context& c, std::uint64_t count, std::uint64_t octets) {
  if (told_totals_ && count != count_) {
    c.accuse(kCountsAgree, c.reply.bytes, text(count) + " messages now, " + text(count_) + " before");
  } else if (told_totals_ && octets != octets_) {
    c.accuse(kOctetsAgree, c.reply.bytes, text(octets) + " octets now, " + text(octets_) + " before");
  }
  told_totals_ = true;
  count_ = count;
  octets_ = octets;
}

void Pop3Watcher::list_line(const Context& c, std::string_view line, std::uint64_t& number,
                            std::uint64_t& size) {
  wire::Cursor cursor(line);
  const auto first = cursor.take_number();
  const bool space = cursor.take(' ');
  const auto second = cursor.take_number();
  number = size = 0;
  if (!first || !space || !second || (!cursor.at_end() && cursor.peek() != ' ')) {
    return c.accuse(kListForm, line, "two numbers should stand there");
  }
  number = *first;
  size = *second;
  Message* one = message(number);
  if (one == nullptr) return;
  not_deleted(c, *one, line);
  if (one->size != 0 && one->size != size + 1) {
    c.accuse(kSizeChanged, line, "the size was " + text(one->size - 1) + " before");
  }
  one->size = size + 1;
}

void Pop3Watcher::not_deleted(const Context& c, const Message& one, std::string_view line) {
  if (one.deleted && c.reply.multi_line) c.accuse(kDeleted, line, "the message was deleted and is listed");
}

void Pop3Watcher::list(const Context& c) {
  if (c.reply.multi_line) return list_all(c);
  if (!c.dialogue.answered_has_argument()) return;
  std::uint64_t number = 0, size = 0;
  list_line(c, c.reply.text, number, size);
}

void Pop3Watcher::list_all(const Context& c) {
  std::uint64_t count = 0, octets = 0, largest = 0;
  std::vector<bool> seen;
  bool well_formed = true;
  for_lines(c.reply.block, [&](std::string_view line) {
    std::uint64_t number = 0, size = 0;
    list_line(c, line, number, size);
    ++count;
    octets += size;
    largest = std::max(largest, number);
    if (number == 0 || number > kWatchedDrop) {
      well_formed = false;
      return;
    }
    if (seen.size() < number) seen.resize(number);
    if (seen[number - 1]) c.accuse(kNumbers, line, "the number was there before");
    seen[number - 1] = true;
  });
  if (!well_formed) return;
  if (!any_deleted_ && largest != count) {
    c.accuse(kNumbers, c.reply.bytes, text(count) + " messages, numbered up to " + text(largest));
  }
  totals(c, count, octets);
}

void Pop3Watcher::uidl(const Context& c) {
  if (!c.reply.multi_line) {
    if (c.dialogue.answered_has_argument()) uidl_line(c, c.reply.text);
    return;
  }
  for_lines(c.reply.block, [&](std::string_view line) { uidl_line(c, line); });
  uidl_unique(c);
}

void Pop3Watcher::uidl_line(const Context& c, std::string_view line) {
  wire::Cursor cursor(line);
  const auto number = cursor.take_number();
  const bool space = cursor.take(' ');
  std::string_view uid = cursor.rest();
  if (!c.reply.multi_line) uid = cursor.take_until(' ');  // text may follow in a one-line answer
  if (!number || *number == 0 || !space || !is_uid(uid)) {
    return c.accuse(kUidlForm, line, "a number, a space and a unique-id should stand there");
  }
  Message* one = message(*number);
  if (one == nullptr) return;
  not_deleted(c, *one, line);
  if (!one->uid.empty() && one->uid != uid) c.accuse(kUidlChanged, line, "it was " + one->uid + " before");
  one->uid.assign(uid);
}

// Copies of one message may share a unique-id that is a hash of it (RFC 1939 7): only messages that
// are known to differ may not.
void Pop3Watcher::uidl_unique(const Context& c) {
  std::vector<const Message*> told;
  for (const Message& one : messages_) {
    if (!one.uid.empty() && one.size != 0) told.push_back(&one);
  }
  std::sort(told.begin(), told.end(), [](const Message* a, const Message* b) {
    return a->uid != b->uid ? a->uid < b->uid : a->size < b->size;
  });
  const auto twice = std::adjacent_find(told.begin(), told.end(), [](const Message* a, const Message* b) {
    return a->uid == b->uid && a->size != b->size;
  });
  if (twice == told.end()) return;
  c.accuse(kUidlUnique, c.reply.bytes, "messages of different sizes share " + (*twice)->uid);
}

// A message that ends without CRLF gets one from the block: two octets more are no fault.
void Pop3Watcher::retrieved(const Context& c) {
  if (!c.reply.multi_line) return;
  const Message* one = message(c.dialogue.answered_number());
  if (one == nullptr || one->size == 0) return;
  const std::uint64_t told = one->size - 1, came = octets_of(c.reply.block);
  if (told == came || told + 2 == came) return;
  c.accuse(kSize, c.reply.bytes.substr(0, 200),
           "LIST said " + text(told) + " octets and " + text(came) + " came");
}

}  // namespace mailrig::play
