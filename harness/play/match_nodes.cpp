#include "harness/play/match_nodes.hpp"

#include <algorithm>
#include <vector>

#include <re2/re2.h>

#include "harness/imap/sequence_set.hpp"
#include "harness/play/render.hpp"

namespace mailrig::play {
namespace {

using imap::Node;
using imap::NodeKind;
using scenario::Term;
using Terms = std::span<const Term>;

constexpr std::size_t kSetLimit = 64;  // members of a set pattern that must be told apart

bool is_rest(const Term& term) {
  return term.kind == Term::Kind::Rest;
}

bool ends_open(Terms terms) {
  return !terms.empty() && is_rest(terms.back());
}

// "1:3" names what "1,2,3" names.
bool same_set(std::string_view a, std::string_view b) {
  if (a.find_first_of(":,") == std::string_view::npos && b.find_first_of(":,") == std::string_view::npos)
    return false;
  imap::SequenceSet left, right;
  if (!imap::parse_sequence_set(a, left) || !imap::parse_sequence_set(b, right)) return false;
  std::vector<std::uint32_t> first, second;
  return imap::members(left, imap::kStar, kSetLimit * 64, first) &&
         imap::members(right, imap::kStar, kSetLimit * 64, second) && first == second;
}

bool equal_word(std::string_view wanted, const Node& node) {
  switch (node.kind) {
    case NodeKind::Nil:
    case NodeKind::Atom:
    case NodeKind::Number:
      return same_letters(wanted, node.text) || same_number(wanted, node.text) || same_set(wanted, node.text);
    case NodeKind::Quoted:
    case NodeKind::Literal:
    case NodeKind::Literal8:
      return wanted == node.text || (same_letters(wanted, "INBOX") && same_letters(node.text, "INBOX"));
    case NodeKind::List:
      return false;
  }
  return false;
}

bool match_word(const Term& term, const Node& node, Match& match) {
  if (match.trial && !complete(term.value, match.bindings)) return true;
  std::string_view wanted = rendered(term.value, match.bindings, match.scratch);
  const bool quoted = wanted.size() >= 2 && wanted.front() == '"' && wanted.back() == '"';  // ${quoted:…}
  if (!quoted) return equal_word(wanted, node) || match.no("the value is", node.text, wanted);
  std::string plain;
  for (std::size_t i = 1; i + 1 < wanted.size(); ++i) {
    if (wanted[i] == '\\' && i + 2 < wanted.size()) ++i;
    plain += wanted[i];
  }
  return (node.kind != NodeKind::Nil && node.kind != NodeKind::List && node.text == plain) ||
         match.no("the value is", node.text, plain);
}

// A list as one value: its members in one notation, however each came.
void append_list(std::string& out, const imap::Tape& tape, std::uint32_t index) {
  const Node& node = tape.nodes[index];
  if (node.kind == NodeKind::Nil) {
    out += "NIL";
  } else if (node.kind == NodeKind::Atom || node.kind == NodeKind::Number) {
    out += node.text;
  } else if (node.kind != NodeKind::List) {
    append_quoted(out, node.text);
  } else {
    out += '(';
    for (std::uint32_t i = index + 1; i < node.next; i = tape.nodes[i].next) {
      if (i > index + 1) out += ' ';
      append_list(out, tape, i);
    }
    out += ')';
  }
}

// ${=from} binds a whole list, ${from} compares with it.
bool match_whole_list(const Term& term, const imap::Tape& tape, std::uint32_t index, Match& match) {
  if (term.kind != Term::Kind::Bind && term.kind != Term::Kind::Word) {
    return match.no("a list came where one value was wanted:", shown(term, match.bindings));
  }
  if (term.kind == Term::Kind::Word && match.trial && !complete(term.value, match.bindings)) return true;
  std::string list;
  append_list(list, tape, index);
  if (term.kind == Term::Kind::Bind) {
    return match.bindings.bind_or_equal(term.slot, list) ||
           match.no("the list is", list, match.bindings.value(term.slot));
  }
  const std::string_view wanted = rendered(term.value, match.bindings, match.scratch);
  return wanted == list || match.no("the list is", list, wanted);
}

bool match_scalar(const Term& term, const imap::Tape& tape, std::uint32_t index, Match& match) {
  const Node& node = tape.nodes[index];
  if (node.kind == NodeKind::List) return match_whole_list(term, tape, index, match);
  if (term.kind == Term::Kind::Word) return match_word(term, node, match);
  if (term.kind == Term::Kind::String) {
    if (node.kind == NodeKind::Nil)
      return match.no("NIL came where a string was wanted:", shown(term, match.bindings));
    if (match.trial && !complete(term.value, match.bindings)) return true;
    const std::string_view wanted = rendered(term.value, match.bindings, match.scratch);
    return wanted == node.text || match.no("the string is", node.text, wanted);
  }
  return match_text(term, node.text, match);
}

bool is_flag(const Node& node) {
  return node.kind == NodeKind::Atom && !node.text.empty() && node.text.front() == '\\';
}

// \Recent is the session's own business: put aside unless the pattern names it.
bool put_aside(const Node& node) {
  return is_flag(node) && same_letters(node.text, "\\Recent");
}

bool match_set(Terms terms, Nodes nodes, Match& match) {
  const bool open = ends_open(terms);
  std::size_t left = 0;
  std::vector<std::uint32_t> taken;
  for (const Term& term : terms) {
    if (is_rest(term)) continue;
    bool found = false;
    Match quiet{match.bindings, match.scratch, nullptr, match.trial};
    for (std::uint32_t i = nodes.begin; i < nodes.end && !found; i = nodes.tape.nodes[i].next) {
      if (std::find(taken.begin(), taken.end(), i) != taken.end()) continue;
      found = match_node(term, nodes.tape, i, Order::InOrder, quiet);
      if (found) taken.push_back(i);
    }
    if (!found) return match.why != nullptr && match.no("there is no", {}, shown(term, match.bindings));
  }
  if (open) return true;
  for (std::uint32_t i = nodes.begin; i < nodes.end; i = nodes.tape.nodes[i].next) {
    if (std::find(taken.begin(), taken.end(), i) != taken.end()) continue;
    if (!put_aside(nodes.tape.nodes[i]))
      return match.no("there is more than was wanted:", nodes.tape.nodes[i].text);
    ++left;
  }
  (void)left;
  return true;
}

bool match_in_order(Terms terms, Nodes nodes, Order order, Match& match) {
  std::uint32_t i = nodes.begin;
  for (const Term& term : terms) {
    if (is_rest(term)) return true;
    if (i >= nodes.end)
      return match.why != nullptr &&
             match.no("nothing stands where there should be", {}, shown(term, match.bindings));
    if (!match_node(term, nodes.tape, i, order, match)) return false;
    i = nodes.tape.nodes[i].next;
  }
  return i >= nodes.end || match.no("there is more than was wanted:", nodes.tape.nodes[i].text);
}

bool flag_item(std::string_view name) {
  return same_letters(name, "FLAGS");
}

bool match_pair(Terms pair, Nodes nodes, Match& match) {
  const Term& name = pair.front();
  bool named = false;
  for (std::uint32_t i = nodes.begin; i < nodes.end;) {
    const std::uint32_t value = nodes.tape.nodes[i].next;
    Match quiet{match.bindings, match.scratch, nullptr, match.trial};
    if (match_node(name, nodes.tape, i, Order::InOrder, quiet)) {
      named = true;
      if (pair.size() < 2 || is_rest(pair[1])) return true;
      const Order order = flag_item(nodes.tape.nodes[i].text) ? Order::ListOf : Order::InOrder;
      if (value < nodes.end && match_node(pair[1], nodes.tape, value, order, match)) return true;
    }
    if (value >= nodes.end) break;
    i = nodes.tape.nodes[value].next;
  }
  return named ? match.no("no such value for the item", {}, shown(name, match.bindings))
               : match.why != nullptr && match.no("the item is missing:", shown(name, match.bindings));
}

// A list of name-value pairs: each wanted pair must be there, wherever it stands.
bool match_pairs(const Term& list, const imap::Tape& tape, std::uint32_t index, bool more, Match& match) {
  const Node& node = tape.nodes[index];
  if (list.kind != Term::Kind::List) return match_node(list, tape, index, Order::InOrder, match);
  if (node.kind != NodeKind::List) return match.no("a list was wanted, there is", node.text);
  const Nodes members{tape, index + 1, node.next};
  const Terms terms(list.items);
  std::size_t wanted = 0;
  for (std::size_t i = 0; i < terms.size(); i += 2) {
    if (is_rest(terms[i])) break;
    if (!match_pair(terms.subspan(i, std::min<std::size_t>(2, terms.size() - i)), members, match))
      return false;
    ++wanted;
  }
  if (more || ends_open(terms)) return true;
  std::size_t there = 0;
  for (std::uint32_t i = members.begin; i < members.end; i = tape.nodes[i].next) ++there;
  return there <= 2 * wanted || match.no("there are more items than were wanted");
}

}  // namespace

Order order_of_data(std::string_view name) {
  if (same_letters(name, "FETCH")) return Order::Fetch;
  if (same_letters(name, "STATUS")) return Order::Status;
  if (same_letters(name, "CAPABILITY") || same_letters(name, "SEARCH") || same_letters(name, "ENABLED")) {
    return Order::Set;
  }
  if (same_letters(name, "FLAGS") || same_letters(name, "LIST") || same_letters(name, "LSUB"))
    return Order::ListOf;
  return Order::InOrder;
}

Order order_of_code(std::string_view name) {
  if (same_letters(name, "CAPABILITY")) return Order::Set;
  return same_letters(name, "PERMANENTFLAGS") ? Order::ListOf : Order::InOrder;
}

bool match_node(const Term& term, const imap::Tape& tape, std::uint32_t index, Order order, Match& match) {
  const Node& node = tape.nodes[index];
  if (term.kind == Term::Kind::Any || is_rest(term)) return true;
  if (term.kind != Term::Kind::List) return match_scalar(term, tape, index, match);
  if (node.kind != NodeKind::List) return match.no("a list was wanted, there is", node.text);
  const Nodes members{tape, index + 1, node.next};
  return order == Order::ListOf ? match_set(term.items, members, match)
                                : match_in_order(term.items, members, Order::InOrder, match);
}

bool match_nodes(Terms terms, Nodes nodes, Order order, Match& match) {
  if (order == Order::Set) return match_set(terms, nodes, match);
  const bool pairs = order == Order::Fetch || order == Order::Status;
  if (!pairs) return match_in_order(terms, nodes, order, match);
  const std::size_t lead = order == Order::Status ? 1 : 0;  // the mailbox
  if (terms.size() <= lead || is_rest(terms[lead]) || terms.size() > lead + 1) {
    return match_in_order(terms, nodes, Order::InOrder, match);
  }
  std::uint32_t i = nodes.begin;
  if (lead == 1) {
    if (i >= nodes.end) return match.no("the mailbox is missing");
    if (!match_node(terms[0], nodes.tape, i, Order::InOrder, match)) return false;
    i = nodes.tape.nodes[i].next;
  }
  if (i >= nodes.end) return match.no("the list of items is missing");
  if (!match_pairs(terms[lead], nodes.tape, i, order == Order::Fetch, match)) return false;
  i = nodes.tape.nodes[i].next;
  return i >= nodes.end || match.no("there is more than was wanted:", nodes.tape.nodes[i].text);
}

}  // namespace mailrig::play
