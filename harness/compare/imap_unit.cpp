#include "harness/compare/imap_unit.hpp"

#include <algorithm>
#include <array>

#include "harness/compare/imap_data.hpp"
#include "harness/imap/ascii.hpp"
#include "harness/imap/sequence_set.hpp"

namespace mailrig::compare {

namespace {

using imap::NodeKind;
using imap::Response;

// "[COPYUID 7 3 9]": its name, and its arguments by what they are.
class CodeReader {
 public:
  CodeReader(Unit& unit, const Response& response, const ImapContext& context)
      : data_(unit, response, context), response_(response), context_(context) {}

  void read(const std::string& path) {
    const std::string name = upper(response_.code);
    const auto is = [&](std::string_view one) { return name == one; };
    std::uint32_t at = response_.code_begin;
    const std::uint32_t end = response_.code_end;
    if (is("UIDVALIDITY")) return validity(path, at, context_.selected);
    if (is("UIDNEXT") && context_.others_mail(context_.selected)) return data_.presence(path, at);
    if (is("UIDNEXT")) return data_.uid(path, at, context_.selected);
    if (is("HIGHESTMODSEQ")) return data_.mod_sequence(path, at);
    if (is("UNSEEN") && context_.others_mail(context_.selected)) return;
    if (is("PERMANENTFLAGS")) return data_.flags(path, at);
    if (is("CAPABILITY")) return data_.words(path, at, end);
    if (is("MAILBOXID")) return data_.presence(path, at);
    if (is("BADURL")) return;  // what was sent, and that is compared already
    if (is("APPENDUID") || is("COPYUID")) {
      validity(path + " validity", at, context_.target);
      next(at);
      const std::uint32_t from = at;
      if (is("COPYUID")) next(at);
      return is("COPYUID") ? data_.copied(path, from, at) : data_.uids(path + " to", at, context_.target);
    }
    if (is("MODIFIED")) return data_.message_set(path, at);
    for (int i = 1; at < end; next(at), ++i) data_.flatten(path + "." + std::to_string(i), at);
  }

 private:
  void next(std::uint32_t& at) const {
    if (at < response_.code_end) at = response_.tape.nodes[at].next;
  }
  void validity(const std::string& path, std::uint32_t at, const std::string& mailbox) {
    data_.value(path, at, "validity of " + mailbox);
  }

  DataReader data_;
  const Response& response_;
  const ImapContext& context_;
};

void fill_status(Unit& unit, const Response& response, const ImapContext& context) {
  const bool tagged = response.kind == imap::ResponseKind::Tagged;
  const std::string status(name(response.status));
  const std::string code = response.has_code ? "[" + upper(response.code) + "]" : "";
  if (tagged) {
    unit.add("status", status);
    if (!code.empty()) unit.add(code);
  } else {
    unit.head = "* " + status + (code.empty() || unit.verb == "greeting" ? "" : " " + code);
    if (unit.verb == "greeting" && !code.empty()) unit.add(code);
  }
  if (!code.empty()) CodeReader(unit, response, context).read(tagged || unit.verb == "greeting" ? code : "");
}

// ESEARCH (RFC 4731 3.1): (TAG "A1") UID MIN 2 ALL 2:4.
void fill_esearch(Unit& unit, const Response& response, const ImapContext& context) {
  DataReader data(unit, response, context);
  const auto& nodes = response.tape.nodes;
  std::uint32_t at = response.data_begin;
  if (at < response.data_end && response.tape.is_list(at)) at = nodes[at].next;
  bool by_uid = false;
  while (at < response.data_end) {
    const std::string item = upper(nodes[at].text);
    at = nodes[at].next;
    if (item == "UID") {
      by_uid = true;
      unit.add("UID");
      continue;
    }
    if (at >= response.data_end) return unit.add(item);
    if (item == "MODSEQ") {
      data.mod_sequence(item, at);
    } else if (item != "COUNT" && by_uid) {
      data.uids(item, at, context.selected);
    } else if (item == "COUNT") {
      data.flatten(item, at);
    } else {
      data.message_set(item, at);
    }
    at = nodes[at].next;
  }
}

void fill_search(Unit& unit, const Response& response, const ImapContext& context,
                 const MessageNumbers& numbers) {
  DataReader data(unit, response, context);
  const auto& nodes = response.tape.nodes;
  std::vector<std::uint64_t> found;
  for (std::uint32_t i = response.data_begin; i < response.data_end; i = nodes[i].next) {
    if (nodes[i].kind == NodeKind::Number) {
      found.push_back(nodes[i].number);
    } else if (nodes[i].kind == NodeKind::List && i + 2 < nodes[i].next) {
      data.mod_sequence("MODSEQ", i + 2);
    }
  }
  std::sort(found.begin(), found.end());
  for (std::size_t i = 0; i < found.size() && i < kMembersCompared; ++i) {
    if (context.by_uid()) {
      unit.add("UID[" + std::to_string(i) + "]", std::to_string(found[i]), Relation::Uid, context.selected);
    } else {
      unit.add("number " + std::to_string(numbers.first_known_as(found[i])));
    }
  }
}

// LIST and LSUB: (attributes) delimiter name, and what RFC 5258 puts behind.
void fill_list(Unit& unit, const Response& response, const ImapContext& context) {
  DataReader data(unit, response, context);
  const auto& nodes = response.tape.nodes;
  std::uint32_t at = response.data_begin;
  const auto more = [&] { return at < response.data_end; };
  if (more()) data.words("attribute", at + 1, nodes[at].next);
  if (more()) at = nodes[at].next;
  if (more()) data.flatten("delimiter", at);
  if (more()) at = nodes[at].next;
  if (more()) unit.head += " " + context.vocabulary->mailbox(nodes[at].text);
  if (more()) at = nodes[at].next;
  if (more()) data.flatten("extended", at);
}

void fill_mailbox_status(Unit& unit, const Response& response, const ImapContext& context) {
  const auto& nodes = response.tape.nodes;
  std::uint32_t at = response.data_begin;
  if (at >= response.data_end) return;
  const std::string mailbox = context.mailbox_of(nodes[at].text);
  unit.head += " " + context.vocabulary->mailbox(nodes[at].text);
  at = nodes[at].next;
  if (at >= response.data_end || !response.tape.is_list(at)) return;
  DataReader data(unit, response, context);
  const std::uint32_t end = nodes[at].next;
  for (std::uint32_t i = at + 1; i < end;) {
    const std::string item = upper(nodes[i].text);
    i = nodes[i].next;
    if (i >= end) return;
    if (item == "UIDNEXT" && !context.others_mail(mailbox)) {
      data.uid(item, i, mailbox);
    } else if (item == "UIDVALIDITY") {
      data.value(item, i, "validity of " + mailbox);
    } else if (item == "HIGHESTMODSEQ") {
      data.value(item, i, "mod-sequence of " + mailbox);
    } else if (item == "SIZE") {
      data.size(item, i);
    } else if (item == "RECENT" || item == "MAILBOXID" || item == "APPENDLIMIT" ||
               context.others_mail(mailbox)) {
      data.presence(item, i);
    } else {
      data.flatten(item, i);
    }
    i = nodes[i].next;
  }
}

void fill_numbered(Unit& unit, const Response& response, const ImapContext& context,
                   MessageNumbers& numbers) {
  const std::string name = upper(response.name);
  const std::uint64_t number = response.number.value_or(0);
  if (name == "EXISTS" || name == "RECENT") {
    unit.head = "* " + name;
    // Whose session is told that a message is recent is the server's choice (RFC 3501 2.3.2).
    if (context.others_mail(context.selected)) numbers.hold(number);
    unit.add("number", numbers.counted(number), name == "RECENT" ? Relation::Presence : Relation::Exact);
    return;
  }
  unit.head = "* " + numbers.counted(numbers.first_known_as(number)) + " " + name;
  if (name == "EXPUNGE") numbers.expunge(number);
  DataReader data(unit, response, context);
  if (name == "FETCH" && response.data_begin < response.data_end) {
    data.fetch(response.data_begin);
  } else {
    for (std::uint32_t i = response.data_begin; i < response.data_end; i = response.tape.nodes[i].next)
      data.flatten("data", i);
  }
}

bool one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// Rights are sets of letters, access control lists are sets of entries (RFC 4314 2).
std::string rights(const imap::Node& node) {
  std::string letters(node.text);
  std::sort(letters.begin(), letters.end());
  letters.erase(std::unique(letters.begin(), letters.end()), letters.end());
  return letters;
}

// ACL, MYRIGHTS and LISTRIGHTS (RFC 4314 3.6 to 3.8).
void fill_rights(Unit& unit, const Response& response, const ImapContext& context) {
  const auto& nodes = response.tape.nodes;
  const std::uint32_t end = response.data_end;
  const bool lists = unit.head == "* ACL", all = unit.head == "* LISTRIGHTS";
  std::uint32_t at = response.data_begin;
  unit.head += " " + context.vocabulary->mailbox(nodes[at].text);
  at = nodes[at].next;
  std::string who;
  for (int place = 0; at < end; at = nodes[at].next, ++place) {
    const bool identifier = lists ? place % 2 == 0 : all && place == 0;
    if (identifier) who = context.vocabulary->neutral(nodes[at].text) + " ";
    if (!identifier)
      unit.add(who + (all ? "may be granted " + rights(nodes[at]) : "rights"), all ? "" : rights(nodes[at]));
  }
}

void fill_data(Unit& unit, const Response& response, const ImapContext& context,
               const MessageNumbers& numbers) {
  const std::string name = upper(response.name);
  unit.head = "* " + name;
  DataReader data(unit, response, context);
  const std::uint32_t begin = response.data_begin, end = response.data_end;
  if (name == "LIST" || name == "LSUB") return fill_list(unit, response, context);
  if (name == "STATUS") return fill_mailbox_status(unit, response, context);
  if (name == "SEARCH" || name == "SORT") return fill_search(unit, response, context, numbers);
  if (name == "ESEARCH") return fill_esearch(unit, response, context);
  if (name == "CAPABILITY" || name == "ENABLED") return data.words("capability", begin, end);
  if (name == "FLAGS" && begin < end) return data.flags("flag", begin);
  if (name == "ID" && begin < end) return unit.add(response.tape.is_list(begin) ? "list" : "NIL");
  if (name == "VANISHED" && begin < end) {
    if (response.tape.is_list(begin)) unit.head += " (EARLIER)";
    const std::uint32_t set = response.tape.is_list(begin) ? response.tape.nodes[begin].next : begin;
    if (set < end) data.uids("UID", set, context.selected);
    return;
  }
  if (begin < end && one_of(name, {"ACL", "MYRIGHTS", "LISTRIGHTS"}))
    return fill_rights(unit, response, context);
  std::uint32_t at = begin;
  if (at < end && one_of(name, {"METADATA", "QUOTAROOT"})) {  // RFC 5464 4.4, RFC 9208 4.2.2: of a mailbox
    unit.head += " " + context.vocabulary->mailbox(response.tape.nodes[at].text);
    at = response.tape.nodes[at].next;
  }
  for (int place = 1; at < end; at = response.tape.nodes[at].next) data.flatten(std::to_string(place++), at);
}

}  // namespace

std::uint64_t MessageNumbers::first_known_as(std::uint64_t number) const {
  for (const std::uint64_t gone : gone_) {
    if (gone > number) break;
    ++number;
  }
  return number;
}

std::string MessageNumbers::counted(std::uint64_t number) const {
  if (!held_ || number < *held_) return std::to_string(number);
  return "+" + std::to_string(number - *held_);
}

void MessageNumbers::expunge(std::uint64_t number) {
  const std::uint64_t known = first_known_as(number);
  gone_.insert(std::lower_bound(gone_.begin(), gone_.end(), known), known);
}

void fill_unit(Unit& unit, const Response& response, const ImapContext& context, MessageNumbers& numbers) {
  if (response.kind == imap::ResponseKind::Continuation) {
    unit.head = "+";
  } else if (response.kind == imap::ResponseKind::Garbage) {
    unit.head = "no response";
  } else if (response.status != imap::Status::None) {
    fill_status(unit, response, context);
  } else if (response.number) {
    fill_numbered(unit, response, context, numbers);
  } else {
    fill_data(unit, response, context, numbers);
  }
  for (const wire::Flaw& flaw : response.flaws.items()) unit.add("flaw " + std::string(flaw.info->name));
}

bool answers(std::string_view verb, const Response& response) {
  const std::string name = upper(response.name);
  if (one_of(verb, {"SELECT", "EXAMINE"})) return true;
  if (name == "FETCH") return one_of(verb, {"FETCH", "UID FETCH", "STORE", "UID STORE"});
  if (name == "EXPUNGE") return one_of(verb, {"EXPUNGE", "UID EXPUNGE", "MOVE", "UID MOVE"});
  if (name == "VANISHED")
    return one_of(verb, {"EXPUNGE", "UID EXPUNGE", "MOVE", "UID MOVE", "FETCH", "UID FETCH"});
  return !one_of(name, {"EXISTS", "RECENT", "FLAGS"});
}

}  // namespace mailrig::compare
