// Name-value pairs, which stand in any order: FETCH and STATUS items, what an ESEARCH returns.
#include <algorithm>

#include "harness/play/match_nodes.hpp"
#include "harness/wire/ascii.hpp"

namespace mailrig::play {
namespace {

using imap::NodeKind;
using scenario::Term;
using Role = Value::Role;

// An item's name. Header names within BODY[HEADER.FIELDS (…)] are astrings: quoted or not (RFC 9051 9
// header-fld-name).
bool same_item(std::string_view a, std::string_view b) {
  std::size_t i = 0, j = 0;
  for (;;) {
    while (i < a.size() && a[i] == '"') ++i;
    while (j < b.size() && b[j] == '"') ++j;
    if (i == a.size() || j == b.size()) return i == a.size() && j == b.size();
    if (wire::to_upper(a[i++]) != wire::to_upper(b[j++])) return false;
  }
}

bool match_name(const Term& name, Nodes nodes, Match& match) {
  const bool plain = name.kind == Term::Kind::Word && name.value.pieces.size() == 1 &&
                     name.value.pieces.front().kind == scenario::Piece::Kind::Text;
  if (match.work != nullptr) match.work->steps += 1 + nodes.front().text.size();
  if (plain) return same_item(name.value.pieces.front().text, nodes.front().text);
  return match_node(name, nodes, match);
}

using MatchItem = bool (*)(std::string_view name, const Term& value, Nodes nodes, Match& match);

bool fetch_value(std::string_view name, const Term& value, Nodes nodes, Match& match) {
  if (same_letters(name, "FLAGS")) return match_set_list(value, nodes, SetOf::Flags, match);
  return match_node(value, nodes, match);
}

bool status_value(std::string_view, const Term& value, Nodes nodes, Match& match) {
  return match_node(value, nodes, match);
}

// PARTIAL: the range asked for, a set; ADDTO and REMOVEFROM: places and sets by turns (RFC 5267 4.5).
bool match_places(Terms terms, Nodes nodes, Match& match) {
  bool set = false;
  for (const Term& term : terms) {
    if (is_rest(term)) return true;
    if (nodes.empty()) return nothing_for(term, match);
    if (!match_node(term, nodes, match, set ? Role::Numbers : Role::Plain)) return false;
    nodes = nodes.rest();
    set = !set;
  }
  return nodes.empty() || match.no("there is more than was wanted:", nodes.front().text);
}

bool esearch_value(std::string_view name, const Term& value, Nodes nodes, Match& match) {
  if (same_letters(name, "ALL")) return match_node(value, nodes, match, Role::Numbers);
  const bool lists = value.kind == Term::Kind::List && nodes.front().kind == NodeKind::List;
  if (lists) return match_places(value.items, nodes.inside(), match);
  return match_node(value, nodes, match);
}

// The item of that name whose value fits.
bool match_pair(Terms pair, Nodes nodes, MatchItem match_item, Match& match) {
  const Term& name = pair.front();
  bool named = false;
  while (!nodes.empty()) {
    const Nodes value = nodes.rest();
    const std::size_t mark = match.bindings.mark();
    Match quiet{match.bindings, match.scratch, nullptr, match.trial, match.work};
    if (match_name(name, nodes, quiet)) {
      named = true;
      if (pair.size() < 2) return true;
      if (value.empty()) return match.no("the item has no value:", nodes.front().text);
      if (match_item(nodes.front().text, pair[1], value, match)) return true;
    }
    match.bindings.undo(mark);
    if (value.empty()) break;
    nodes = value.rest();
  }
  return named ? match.no("no such value for the item", shown(name, match.bindings))
               : match.why != nullptr && match.no("the item is missing:", shown(name, match.bindings));
}

bool match_pairs(Terms terms, Nodes nodes, bool more, MatchItem match_item, Match& match) {
  std::size_t wanted = 0;
  for (std::size_t i = 0; i < terms.size(); i += 2) {
    if (is_rest(terms[i])) return true;
    if (!match_pair(terms.subspan(i, std::min<std::size_t>(2, terms.size() - i)), nodes, match_item, match))
      return false;
    wanted += 2;
  }
  if (more || nodes.tape->count(nodes.begin, nodes.end) <= wanted) return true;
  return match.no("there are more items than were wanted");
}

bool match_pair_list(const Term& list, Nodes nodes, bool more, MatchItem match_item, Match& match) {
  if (nodes.empty()) return match.no("the list of items is missing");
  if (list.kind != Term::Kind::List || nodes.front().kind != NodeKind::List)
    return match_node(list, nodes, match);
  if (!match_pairs(list.items, nodes.inside(), more, match_item, match)) return false;
  const Nodes behind = nodes.rest();
  return behind.empty() || match.no("there is more than was wanted:", behind.front().text);
}

}  // namespace

bool match_fetch_items(const Term& list, Nodes nodes, Match& match) {
  return match_pair_list(list, nodes, true, fetch_value, match);
}

bool match_status_items(const Term& list, Nodes nodes, Match& match) {
  return match_pair_list(list, nodes, false, status_value, match);
}

// esearch-response = "ESEARCH" [search-correlator] [SP "UID"] *(SP search-return-data)
bool match_esearch(Terms terms, Nodes nodes, Match& match) {
  const auto is_lead = [](const Term& term) {
    return term.kind == Term::Kind::List || term.kind == Term::Kind::Any || term.kind == Term::Kind::Bind ||
           (term.kind == Term::Kind::Word && term.value.pieces.size() == 1 &&
            same_letters(term.value.pieces.front().text, "UID"));
  };
  std::size_t at = 0;
  for (; at < terms.size() && is_lead(terms[at]); ++at) {
    if (nodes.empty()) return nothing_for(terms[at], match);
    if (!match_node(terms[at], nodes, match)) return false;
    nodes = nodes.rest();
  }
  if (at == 0 && !terms.empty() && !is_rest(terms.front()) && !nodes.empty() &&
      nodes.front().kind == NodeKind::List)
    return match.no("there is a correlator, none was wanted");
  return match_pairs(terms.subspan(at), nodes, false, esearch_value, match);
}

}  // namespace mailrig::play
