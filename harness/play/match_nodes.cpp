#include "harness/play/match_nodes.hpp"

#include <algorithm>
#include <vector>

#include "harness/play/render.hpp"
#include "harness/wire/ascii.hpp"

namespace mailrig::play {
namespace {

using imap::Node;
using imap::NodeKind;
using scenario::Term;

Value value_of(const Node& node, Value::Role role) {
  Value value;
  value.kind = imap::is_string(node.kind)   ? Value::Kind::String
               : node.kind == NodeKind::Nil ? Value::Kind::Nil
                                            : Value::Kind::Word;
  value.role = role;
  value.text = node.text;
  return value;
}

void append_node(std::string& out, Nodes nodes, bool fold) {
  const Node& node = nodes.front();
  if (node.kind == NodeKind::List) {
    out += '(';
    bool first = true;
    for (Nodes member = nodes.inside(); !member.empty(); member = member.rest()) {
      if (!first) out += ' ';
      first = false;
      append_node(out, member, fold);
    }
    out += ')';
  } else if (node.kind == NodeKind::Nil) {
    out += "NIL";
  } else if (imap::is_string(node.kind)) {
    append_quoted(out, node.text);
  } else if (fold) {
    for (const char c : node.text) out += wire::to_lower(c);
  } else {
    out += node.text;
  }
}

// ${=from} binds a whole list, ${from} compares with it.
bool match_whole_list(const Term& term, Nodes nodes, bool set, Match& match) {
  if (term.kind == Term::Kind::Nil || term.kind == Term::Kind::String || term.kind == Term::Kind::Regex)
    return match.why != nullptr &&
           match.no("a list came where this was wanted:", shown(term, match.bindings));
  std::string text;
  append_list(text, nodes);
  const std::string key = list_key(nodes, set);
  return match_value(term, Value{Value::Kind::List, Value::Role::Plain, text, key}, match);
}

}  // namespace

bool is_rest(const Term& term) {
  return term.kind == Term::Kind::Rest;
}

bool nothing_for(const Term& term, Match& match) {
  return match.why != nullptr &&
         match.no("nothing stands where there should be", shown(term, match.bindings));
}

void append_list(std::string& out, Nodes list) {
  append_node(out, list, false);
}

std::string list_key(Nodes list, bool set) {
  std::string key;
  if (!set) {
    append_node(key, list, true);
    return key;
  }
  std::vector<std::string> members;
  for (Nodes member = list.inside(); !member.empty(); member = member.rest()) {
    std::string one;
    append_node(one, member, true);
    if (one != "\\recent") members.push_back(std::move(one));
  }
  std::sort(members.begin(), members.end());
  for (const std::string& member : members) key += member + ' ';
  return key;
}

bool match_node(const Term& term, Nodes nodes, Match& match, Value::Role role) {
  if (term.kind == Term::Kind::Any || is_rest(term)) return true;
  const Node& node = nodes.front();
  const bool list = node.kind == NodeKind::List;
  if (term.kind != Term::Kind::List)
    return list ? match_whole_list(term, nodes, false, match)
                : match_value(term, value_of(node, role), match);
  if (list) return match_in_order(term.items, nodes.inside(), match);
  return match.no("a list was wanted, there is", node.kind == NodeKind::Nil ? "NIL" : node.text);
}

bool match_in_order(Terms terms, Nodes nodes, Match& match) {
  for (const Term& term : terms) {
    if (is_rest(term)) return true;
    if (nodes.empty()) return nothing_for(term, match);
    if (!match_node(term, nodes, match)) return false;
    nodes = nodes.rest();
  }
  return nodes.empty() || match.no("there is more than was wanted:", nodes.front().text);
}

bool match_set_list(const Term& term, Nodes nodes, SetOf kind, Match& match) {
  if (nodes.front().kind != NodeKind::List || term.kind == Term::Kind::Any || is_rest(term))
    return match_node(term, nodes, match);
  if (term.kind == Term::Kind::List) return match_set(term.items, nodes.inside(), kind, match);
  return match_whole_list(term, nodes, true, match);
}

}  // namespace mailrig::play
