// What FETCH and SEARCH say about messages.
#include <algorithm>
#include <functional>

#include "harness/play/watcher_rules_imap.hpp"
#include "harness/play/watchers_imap.hpp"
#include "harness/wire/ascii.hpp"

namespace mailrig::play {
namespace {

using namespace imap_rules;
using imap::NodeKind;
using wire::iequals;

constexpr std::uint64_t kLargest = 4'294'967'295;

std::string text(std::uint64_t number) {
  return std::to_string(number);
}

// Never 0, which stands for "not told yet".
std::uint64_t hash(std::string_view octets) {
  return std::hash<std::string_view>()(octets) | 1;
}

bool has_octets(NodeKind kind) {
  return kind == NodeKind::Quoted || kind == NodeKind::Literal || kind == NodeKind::Literal8;
}

}  // namespace

void ImapWatcher::fetch(const Context& c) {
  if (!c.response.number || !numbers_known_ || selecting(c.dialogue)) return;
  const std::uint64_t number = *c.response.number;
  if (number == 0 || number > exists_) return c.accuse(kNumber, "there are " + text(exists_) + " messages");
  fetch_has_uid(c);
  if (number > kWatchedMessages) return;
  const auto& nodes = c.response.tape.nodes;
  const std::uint32_t list = c.response.data_begin;
  if (list >= c.response.data_end || nodes[list].kind != NodeKind::List) return;
  Message& message = messages_.reach(number);
  for (std::uint32_t i = list + 1; i < nodes[list].next;) {
    const std::uint32_t value = nodes[i].next;
    if (value >= nodes[list].next) break;
    fetch_item(c, i, value, message);
    i = nodes[value].next;
  }
  fetch_sizes(c, message);
  neighbours(c, number);
}

void ImapWatcher::fetch_item(const Context& c, std::uint32_t name, std::uint32_t value, Message& message) {
  const auto& nodes = c.response.tape.nodes;
  const std::string_view item = nodes[name].text;
  const imap::Node& got = nodes[value];
  const auto once = [&](std::uint64_t& known, std::uint64_t now, std::string_view what) {
    if (known != 0 && known != now) c.accuse(kImmutable, std::string(what) + " was different before");
    known = now;
  };
  if (iequals(item, "UID") && got.kind == NodeKind::Number) fetch_uid(c, got.number, message);
  if (iequals(item, "RFC822.SIZE") && got.kind == NodeKind::Number)
    once(message.size, got.number + 1, "RFC822.SIZE");
  if (iequals(item, "INTERNALDATE") && has_octets(got.kind))
    once(message.date, hash(got.text), "INTERNALDATE");
  if ((iequals(item, "BODY[]") || iequals(item, "RFC822")) && has_octets(got.kind)) {
    once(message.body, hash(got.text), "the text");
    message.octets = got.text.size() + 1;
  }
}

void ImapWatcher::fetch_uid(const Context& c, std::uint64_t uid, Message& message) {
  if (uid == 0 || uid > kLargest) return c.accuse(kUidZero, "it is " + text(uid));
  if (message.uid != 0 && message.uid != uid) {
    c.accuse(kUidChanged, "the message had UID " + text(message.uid));
    message = Message();
  }
  messages_.set_uid(*c.response.number, static_cast<std::uint32_t>(uid));
  if (uidnext_ > 0 && *c.response.number >= new_from_ && uid < uidnext_) {
    c.accuse(kUidNext, "SELECT said UIDNEXT " + text(uidnext_));
  }
}

void ImapWatcher::fetch_sizes(const Context& c, const Message& message) {
  if (message.size == 0 || message.octets == 0 || message.size == message.octets) return;
  c.accuse(kSize, "RFC822.SIZE is " + text(message.size - 1) + " and BODY[] has " + text(message.octets - 1) +
                      " octets");
}

// The nearest numbers whose UIDs are known must agree.
void ImapWatcher::neighbours(const Context& c, std::uint64_t number) {
  const std::uint32_t uid = messages_.uid(number);
  if (uid == 0) return;
  const std::uint32_t below = messages_.uid(number - 1);
  const std::uint32_t above = messages_.uid(number + 1);
  if (below != 0 && below >= uid)
    c.accuse(kUidOrder, "message " + text(number - 1) + " has UID " + text(below));
  if (above != 0 && above <= uid)
    c.accuse(kUidOrder, "message " + text(number + 1) + " has UID " + text(above));
}

// A response with nothing but flags may be news from elsewhere; the rest was asked for by UID.
// After NOTIFY it may be what MessageNew asks for.
void ImapWatcher::fetch_has_uid(const Context& c) {
  if (c.dialogue.notified()) return;
  const auto commands = c.dialogue.commands();
  if (commands.empty() || !std::all_of(commands.begin(), commands.end(),
                                       [](const auto& sent) { return sent.verb == "UID FETCH"; })) {
    return;
  }
  const auto& nodes = c.response.tape.nodes;
  const std::uint32_t list = c.response.data_begin;
  if (list >= c.response.data_end || nodes[list].kind != NodeKind::List) return;
  bool asked_for = false;
  for (std::uint32_t i = list + 1; i < nodes[list].next;) {
    if (iequals(nodes[i].text, "UID")) return;
    asked_for = asked_for || (!iequals(nodes[i].text, "FLAGS") && !iequals(nodes[i].text, "MODSEQ"));
    const std::uint32_t value = nodes[i].next;
    if (value >= nodes[list].next) break;
    i = nodes[value].next;
  }
  if (asked_for) c.accuse(kUidFetch, "there is no UID in it");
}

void ImapWatcher::search(const Context& c) {
  const auto& nodes = c.response.tape.nodes;
  const auto commands = c.dialogue.commands();
  const bool by_number =
      numbers_known_ && !commands.empty() &&
      std::all_of(commands.begin(), commands.end(), [](const auto& sent) { return sent.verb == "SEARCH"; });
  for (std::uint32_t i = c.response.data_begin; i < c.response.data_end; i = nodes[i].next) {
    if (nodes[i].kind != NodeKind::Number) continue;
    if (nodes[i].number == 0) return c.accuse(kSearch, "there is no message 0");
    if (by_number && nodes[i].number > exists_) {
      return c.accuse(kSearch, "there is no message " + text(nodes[i].number) + " of " + text(exists_));
    }
  }
}

void ImapWatcher::closed(Accuser& accuser) {
  if (greeted_ && !bye_) accuser.accuse(kByeBeforeClose, {}, "the connection was closed and no BYE had come");
}

}  // namespace mailrig::play
