#include "harness/compare/imap_data.hpp"

#include <algorithm>
#include <utility>

#include "harness/compare/message.hpp"
#include "harness/imap/ascii.hpp"
#include "harness/imap/sequence_set.hpp"
#include "harness/wire/ascii.hpp"

namespace mailrig::compare {

namespace {

using imap::Node;
using imap::NodeKind;

constexpr std::string_view kRecent = "\\RECENT";

std::vector<std::uint32_t> members_of(std::string_view set) {
  std::vector<std::uint32_t> all;
  imap::SequenceSet ranges;
  if (imap::parse_sequence_set(set, ranges)) (void)imap::members(ranges, 0, kMembersCompared, all);
  return all;
}

// An authorized URL without its token, which each server makes of a key of its own (RFC 4467 3).
std::string_view without_token(std::string_view text) {
  if (!wire::istarts_with(text, "imap:")) return text;
  const std::size_t mark = upper(text).find(";URLAUTH="), token = text.rfind(':');
  return mark < token && token < text.size() ? text.substr(0, token + 1) : text;
}

}  // namespace

std::string DataReader::shown(std::uint32_t at) const {
  const Node& node = nodes_[at];
  switch (node.kind) {
    case NodeKind::Nil:
      return "NIL";
    case NodeKind::Number:
      return std::to_string(node.number);
    case NodeKind::Atom:
      return upper(context_.vocabulary->neutral(node.text));
    case NodeKind::List:
      return "()";
    default:
      return "\"" + context_.vocabulary->neutral(without_token(node.text)) + "\"";
  }
}

void DataReader::uid(const std::string& path, std::uint32_t at, const std::string& mailbox) {
  if (there(at)) unit_.add(path, std::string(nodes_[at].text), Relation::Uid, mailbox);
}

void DataReader::value(const std::string& path, std::uint32_t at, const std::string& scope) {
  if (there(at)) unit_.add(path, std::string(nodes_[at].text), Relation::Value, scope);
}

void DataReader::mod_sequence(const std::string& path, std::uint32_t at) {
  value(path, at, "mod-sequence of " + context_.selected);
}

void DataReader::size(const std::string& path, std::uint32_t at) {
  if (there(at)) unit_.add(path, shown(at), Relation::Size);
}

void DataReader::presence(const std::string& path, std::uint32_t at) {
  if (there(at)) unit_.add(path, "", Relation::Presence);
}

void DataReader::uids(const std::string& path, std::uint32_t at, const std::string& mailbox) {
  if (!there(at)) return;
  std::size_t place = 0;
  for (const std::uint32_t member : members_of(nodes_[at].text))
    unit_.add(path + "[" + std::to_string(place++) + "]", std::to_string(member), Relation::Uid, mailbox);
}

void DataReader::copied(const std::string& path, std::uint32_t from, std::uint32_t to) {
  if (!there(from) || !there(to)) return;
  const std::vector<std::uint32_t> sources = members_of(nodes_[from].text),
                                   targets = members_of(nodes_[to].text);
  std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;
  for (std::size_t i = 0; i < std::min(sources.size(), targets.size()); ++i)
    pairs.emplace_back(sources[i], targets[i]);
  std::sort(pairs.begin(), pairs.end());
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    const std::string place = "[" + std::to_string(i) + "]";
    unit_.add(path + " from" + place, std::to_string(pairs[i].first), Relation::Uid, context_.selected);
    unit_.add(path + " to" + place, std::to_string(pairs[i].second), Relation::Uid, context_.target);
  }
  if (sources.size() != targets.size()) unit_.add(path + " sets of different size");
}

void DataReader::message_set(const std::string& path, std::uint32_t at) {
  if (!there(at)) return;
  if (context_.by_uid()) return uids(path, at, context_.selected);
  for (const std::uint32_t member : members_of(nodes_[at].text))
    unit_.add(path + " " + std::to_string(member));
}

void DataReader::words(const std::string& path, std::uint32_t begin, std::uint32_t end) {
  for (std::uint32_t i = begin; i < end && there(i); i = nodes_[i].next)
    unit_.add((path.empty() ? "" : path + " ") + upper(nodes_[i].text));
}

void DataReader::flags(const std::string& path, std::uint32_t list) {
  if (!there(list)) return;
  for (std::uint32_t i = list + 1; i < nodes_[list].next; i = nodes_[i].next) {
    const std::string flag = upper(nodes_[i].text);
    if (flag != kRecent) unit_.add((path.empty() ? "" : path + " ") + flag);
  }
}

// Types, subtypes and names of parameters in a body structure are written in any case (RFC 2045 5.1).
void DataReader::flatten(const std::string& path, std::uint32_t at, bool body_structure) {
  if (!there(at)) return;
  const Node& node = nodes_[at];
  if (node.kind == NodeKind::List && at + 1 < node.next) {
    int place = 1;
    for (std::uint32_t i = at + 1; i < node.next; i = nodes_[i].next)
      flatten(path + "." + std::to_string(place++), i, body_structure);
    return;
  }
  const bool counts = body_structure && node.kind == NodeKind::Number;
  unit_.add(path, shown(at), counts ? Relation::Size : body_structure ? Relation::AnyCase : Relation::Exact);
}

void DataReader::fetch(std::uint32_t list) {
  if (nodes_[list].kind != NodeKind::List) return flatten("data", list);
  for (std::uint32_t i = list + 1; i < nodes_[list].next;) {
    const std::string item = upper(nodes_[i].text);
    i = nodes_[i].next;
    if (i >= nodes_[list].next) return unit_.add(item);
    fetch_item(item, i);
    i = nodes_[i].next;
  }
}

void DataReader::fetch_item(const std::string& item, std::uint32_t at) {
  if (item == "UID") return uid(item, at, context_.selected);
  if (item == "FLAGS") {
    unit_.add(item);
    return flags(item, at);
  }
  if (item == "INTERNALDATE" || item == "SAVEDATE" || item == "EMAILID" || item == "THREADID")
    return presence(item, at);
  if (item == "RFC822.SIZE" || item.starts_with("BINARY.SIZE")) return size(item, at);
  if (item == "MODSEQ" && nodes_[at].kind == NodeKind::List && at + 1 < nodes_[at].next)
    return mod_sequence(item, at + 1);
  if (item == "BODY" || item == "BODYSTRUCTURE") return flatten(item, at, true);
  if (item.starts_with("BODY[") || item.starts_with("RFC822") || item.starts_with("BINARY["))
    return section(item, at);
  flatten(item, at);
}

void DataReader::section(const std::string& item, std::uint32_t at) {
  const Node& node = nodes_[at];
  if (node.kind == NodeKind::Nil) return unit_.add(item, "NIL");
  const bool with_header =
      item.find("[]") != std::string::npos || item.find("HEADER") != std::string::npos || item == "RFC822";
  unit_.add(item, neutral_message(node.text, context_.delivered && with_header, *context_.vocabulary));
}

}  // namespace mailrig::compare
