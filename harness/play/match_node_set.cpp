// Sets of an IMAP response: flags, capabilities, numbers of SEARCH.
#include <vector>

#include "harness/play/match_nodes.hpp"
#include "harness/play/match_set.hpp"
#include "harness/play/number_set.hpp"
#include "harness/play/render.hpp"

namespace mailrig::play {
namespace {

using imap::Node;
using imap::NodeKind;
using scenario::Term;

class NodeSet final : public SetPattern {
 public:
  NodeSet(Terms terms, Nodes nodes, SetOf kind) : terms_(terms), nodes_(nodes), kind_(kind) {
    for (Nodes node = nodes_; !node.empty(); node = node.rest()) members_.push_back(node.begin);
    for (const Term& term : terms_) open_ = open_ || is_rest(term);
  }

  bool run(Match& match) {
    if (kind_ == SetOf::Numbers && !take_numbers(match)) return false;
    return SetPattern::match(terms_.size(), members_.size(), open_, match) && bind_rest(match);
  }

 private:
  [[nodiscard]] const Node& node(std::size_t member) const { return nodes_.tape->nodes[members_[member]]; }

  Choice choice(std::size_t term, const Bindings& bindings) const override {
    return choice_of(terms_[term], bindings);
  }
  bool fits(std::size_t term, std::size_t member, Match& match) const override {
    return match_node(terms_[term], Nodes{nodes_.tape, members_[member], node(member).next}, match);
  }
  std::string shown_term(std::size_t term, const Bindings& bindings) const override {
    return shown(terms_[term], bindings);
  }
  std::string_view text(std::size_t member) const override { return node(member).text; }
  bool skips(std::size_t term) const override {
    return is_rest(terms_[term]) || (!named_.empty() && named_[term]);
  }
  bool spoken_for(std::size_t member) const override { return !done_.empty() && done_[member]; }
  // The session's own business (RFC 3501 2.3.2).
  bool put_aside(std::size_t member) const override {
    return kind_ == SetOf::Flags && same_letters(node(member).text, "\\Recent");
  }

  // Numbers and sets of numbers by their members, as ranges.
  bool take_numbers(Match& match) {
    NumberSet wanted, got;
    named_.assign(terms_.size(), false);
    done_.assign(members_.size(), false);
    for (std::size_t i = 0; i < terms_.size(); ++i) named_[i] = name_numbers(terms_[i], wanted, match);
    for (std::size_t i = 0; i < members_.size(); ++i) {
      if (node(i).kind == NodeKind::Number) got.add(node(i).number);
    }
    if (match.work != nullptr) match.work->steps += members_.size();
    wanted.settle();
    got.settle();
    if (const auto missing = wanted.beyond(got)) return match.no("there is no", std::to_string(*missing));
    for (std::size_t i = 0; i < members_.size(); ++i) {
      done_[i] = node(i).kind == NodeKind::Number && wanted.contains(node(i).number);
    }
    return true;
  }

  // ${=name...}: what no other term has taken, as a set of numbers.
  bool bind_rest(Match& match) const {
    for (const Term& term : terms_) {
      if (!is_rest(term) || !term.binds) continue;
      NumberSet rest;
      for (std::size_t i = 0; i < members_.size(); ++i) {
        if (is_left(i) && node(i).kind == NodeKind::Number) rest.add(node(i).number);
      }
      rest.settle();
      const std::string numbers = rest.text();
      if (!match.bindings.bound(term.slot)) {
        match.bindings.bind(term.slot, numbers);
      } else if (match.bindings.value(term.slot) != numbers &&
                 !same_members(match.bindings.value(term.slot), numbers)) {
        return match.no("the numbers are", numbers, match.bindings.value(term.slot));
      }
    }
    return true;
  }

  static bool name_numbers(const Term& term, NumberSet& wanted, Match& match) {
    const bool bound = term.kind == Term::Kind::Bind && match.bindings.bound(term.slot);
    if (term.kind != Term::Kind::Word && !bound) return false;
    const std::string_view text = bound ? std::string_view(match.bindings.value(term.slot))
                                        : rendered(term.value, match.bindings, match.scratch);
    return !text.empty() && wanted.parse(text);
  }

  Terms terms_;
  Nodes nodes_;
  SetOf kind_;
  std::vector<std::uint32_t> members_;
  std::vector<bool> done_;   // members that sets of numbers named
  std::vector<bool> named_;  // terms that were sets of numbers
  bool open_ = false;
};

}  // namespace

bool match_set(Terms terms, Nodes nodes, SetOf kind, Match& match) {
  return NodeSet(terms, nodes, kind).run(match);
}

}  // namespace mailrig::play
