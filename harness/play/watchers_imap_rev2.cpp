// What IMAP4rev2 (RFC 9051) asks for beyond RFC 3501, and what LIST and ESEARCH say about themselves.
#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "harness/play/watcher_rules_imap.hpp"
#include "harness/play/watchers_imap.hpp"
#include "harness/wire/ascii.hpp"

namespace mailrig::play {
namespace {

using namespace imap_rules;
using imap::NodeKind;
using wire::iequals;

bool is_search(std::string_view verb) {
  return verb == "SEARCH" || verb == "UID SEARCH";
}

// Commands that bring no FETCH responses of their own.
bool brings_no_fetch(std::string_view verb) {
  return verb == "NOOP" || verb == "IDLE";
}

}  // namespace

// "(" attributes ")" SP delimiter SP mailbox …
void ImapWatcher::list(const Context& c) {
  const auto& nodes = c.response.tape.nodes;
  const std::uint32_t attributes = c.response.data_begin;
  if (attributes >= c.response.data_end || nodes[attributes].kind != NodeKind::List) return;
  int selectability = 0;
  bool children = false, no_children = false;
  for (std::uint32_t i = attributes + 1; i < nodes[attributes].next; i = nodes[i].next) {
    const std::string_view attribute = nodes[i].text;
    for (const std::string_view one : {"\\Noselect", "\\Marked", "\\Unmarked"})
      selectability += iequals(attribute, one) ? 1 : 0;
    children = children || iequals(attribute, "\\HasChildren");
    no_children = no_children || iequals(attribute, "\\HasNoChildren");
  }
  if (selectability > 1) c.accuse(kSelectability, "it has " + std::to_string(selectability) + " of them");
  if (children && no_children) c.accuse(kChildren, "it has both");
  const std::uint32_t delimiter = nodes[attributes].next;
  if (!selecting(c.dialogue) || delimiter >= c.response.data_end) return;
  const std::uint32_t mailbox = nodes[delimiter].next;
  if (mailbox < c.response.data_end) listed_name_ = nodes[mailbox].text;
}

void ImapWatcher::select_by_rev2(const Context& c) const {
  if (listed_name_.empty()) c.accuse(kSelectList, "no LIST response came before the OK");
  const std::array<std::pair<bool, std::string_view>, 3> codes = {{{saw_permanentflags_, " PERMANENTFLAGS"},
                                                                   {saw_uidnext_, " UIDNEXT"},
                                                                   {saw_uidvalidity_, " UIDVALIDITY"}}};
  std::string missing;
  for (const auto& [saw, name] : codes) missing += saw ? std::string_view() : name;
  if (!missing.empty()) c.accuse(kSelectCodes, "before the OK there was no" + missing);
  // Whether the same mailbox, selected again, is closed in between is read both ways: 6.3.2 and 7.1.
  const bool another =  // after NOTIFY the LIST may be of any mailbox
      selected_ && !c.dialogue.notified() && !selected_name_.empty() && !listed_name_.empty() &&
      selected_name_ != listed_name_;
  if (another && !saw_closed_)
    c.accuse(kSelectClosed, "a mailbox was selected, and no CLOSED came before the OK");
}

void ImapWatcher::data_by_rev2(const Context& c) {
  const std::string_view name = c.response.name;
  const bool search = iequals(name, "SEARCH");
  saw_search_ = saw_search_ || search;
  if (c.dialogue.rev2_alone() && (search || iequals(name, "RECENT")))
    c.accuse(kObsolete, "IMAP4rev2 alone is offered");
  if (iequals(name, "FETCH")) news_have_uid(c);
}

// It may be the answer to whatever command there is; NOOP and IDLE ask for no message.
void ImapWatcher::news_have_uid(const Context& c) const {
  if (c.dialogue.notified()) return;  // MessageNew tells what it was asked for
  const auto commands = c.dialogue.commands();
  if (!std::all_of(commands.begin(), commands.end(),
                   [](const auto& sent) { return brings_no_fetch(sent.verb); }))
    return;
  const auto& nodes = c.response.tape.nodes;
  const std::uint32_t list = c.response.data_begin;
  if (list >= c.response.data_end || nodes[list].kind != NodeKind::List) return;
  for (std::uint32_t i = list + 1; i < nodes[list].next;) {
    if (iequals(nodes[i].text, "UID")) return;
    const std::uint32_t value = nodes[i].next;
    if (value >= nodes[list].next) break;
    i = nodes[value].next;
  }
  c.accuse(kNewsUid, "there is no UID in it");
}

// esearch-response = "ESEARCH" [search-correlator] [SP "UID"] …; search-correlator = SP "(" "TAG" SP tag ")"
void ImapWatcher::esearch(const Context& c) {
  saw_esearch_ = true;
  const auto& nodes = c.response.tape.nodes;
  const std::uint32_t correlator = c.response.data_begin;
  if (correlator >= c.response.data_end || nodes[correlator].kind != NodeKind::List) return;
  const std::uint32_t word = correlator + 1;
  if (word >= nodes[correlator].next || nodes[word].next >= nodes[correlator].next) return;
  const std::string_view tag = nodes[nodes[word].next].text;
  const auto commands = c.dialogue.commands();
  const auto asked =
      std::find_if(commands.begin(), commands.end(), [&](const auto& sent) { return sent.tag == tag; });
  if (asked == commands.end() || asked->verb != "UID SEARCH") return;
  const std::uint32_t next = nodes[correlator].next;
  const bool uid = next < c.response.data_end && iequals(nodes[next].text, "UID");
  if (!uid) c.accuse(kEsearchUid, "the word UID is not there");
}

// A SEARCH that saves its result alone is answered by neither: only the old response without the new one is
// wrong.
void ImapWatcher::search_completed(const Context& c) {
  if (!is_search(c.dialogue.answered())) return;
  const auto commands = c.dialogue.commands();
  if (std::any_of(commands.begin(), commands.end(), [](const auto& sent) { return is_search(sent.verb); }))
    return;
  if (c.dialogue.rev2() && saw_search_ && !saw_esearch_)
    c.accuse(kEsearchMissing, "a SEARCH response came, and no ESEARCH");
  saw_search_ = saw_esearch_ = false;
}

}  // namespace mailrig::play
