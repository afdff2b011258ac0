// Sets: flags, capabilities, numbers of SEARCH. What stands in a set has no place, so each term takes a
// member of its own wherever it stands; the order of neither matters.
#include <vector>

#include "harness/play/match_nodes.hpp"
#include "harness/play/number_set.hpp"
#include "harness/play/pairing.hpp"
#include "harness/play/render.hpp"
#include "harness/wire/ascii.hpp"

namespace mailrig::play {
namespace {

using imap::Node;
using imap::NodeKind;
using scenario::Term;

// Who chooses first: what has little choice.
enum class Choice : std::uint8_t { None, Some, Any };

class SetMatch {
 public:
  SetMatch(Terms terms, Nodes nodes, SetOf kind, Match& match)
      : terms_(terms), nodes_(nodes), kind_(kind), match_(match) {}

  bool run() {
    for (Nodes node = nodes_; !node.empty(); node = node.rest()) members_.push_back(node.begin);
    done_.assign(members_.size(), false);
    for (const Term& term : terms_) open_ = open_ || is_rest(term);
    if (kind_ == SetOf::Numbers && !take_numbers()) return false;
    if (!pair()) return false;
    return bind() && (open_ || nothing_left());
  }

 private:
  [[nodiscard]] const Node& node(std::size_t member) const { return nodes_.tape->nodes[members_[member]]; }
  [[nodiscard]] Nodes at(std::size_t member) const {
    return {nodes_.tape, members_[member], node(member).next};
  }

  // The session's own business (RFC 3501 2.3.2).
  [[nodiscard]] bool put_aside(std::size_t member) const {
    return kind_ == SetOf::Flags && same_letters(node(member).text, "\\Recent");
  }

  [[nodiscard]] Choice choice(const Term& term) const {
    switch (term.kind) {
      case Term::Kind::Word:
      case Term::Kind::String:
        return complete(term.value, match_.bindings) ? Choice::None : Choice::Any;
      case Term::Kind::Compare:
        return complete(term.value, match_.bindings) ? Choice::Some : Choice::Any;
      case Term::Kind::Bind:
        return match_.bindings.bound(term.slot) ? Choice::None : Choice::Any;
      case Term::Kind::Nil:
        return Choice::None;
      case Term::Kind::Any:
      case Term::Kind::Rest:
        return Choice::Any;
      case Term::Kind::List:
      case Term::Kind::Regex:
        break;
    }
    return Choice::Some;
  }

  // SEARCH: numbers and sets of numbers by their members, as ranges. Marks what was named.
  bool take_numbers() {
    NumberSet wanted, got;
    named_.assign(terms_.size(), false);
    std::string scratch;
    for (std::size_t i = 0; i < terms_.size(); ++i) {
      const Term& term = terms_[i];
      const bool bound = term.kind == Term::Kind::Bind && match_.bindings.bound(term.slot);
      if (term.kind != Term::Kind::Word && !bound) continue;
      const std::string_view text =
          bound ? match_.bindings.value(term.slot) : rendered(term.value, match_.bindings, scratch);
      named_[i] = !text.empty() && wanted.parse(text);
    }
    for (std::size_t i = 0; i < members_.size(); ++i) {
      if (node(i).kind == NodeKind::Number) got.add(node(i).number);
    }
    wanted.settle();
    got.settle();
    if (const auto missing = wanted.beyond(got)) return match_.no("there is no", std::to_string(*missing));
    for (std::size_t i = 0; i < members_.size(); ++i) {
      done_[i] = node(i).kind == NodeKind::Number && wanted.contains(node(i).number);
    }
    return true;
  }

  bool pair() {
    pairing_.begin(terms_.size(), members_.size());
    for (const Choice now : {Choice::None, Choice::Some, Choice::Any}) {
      for (std::size_t i = 0; i < terms_.size(); ++i) {
        if (skips(i) || choice(terms_[i]) != now) continue;
        if (!pairing_.add(i, fitting(i, now)))
          return match_.why != nullptr && match_.no("there is no", shown(terms_[i], match_.bindings));
      }
    }
    return true;
  }

  [[nodiscard]] bool skips(std::size_t term) const {
    return is_rest(terms_[term]) || (kind_ == SetOf::Numbers && named_[term]);
  }

  std::vector<std::uint32_t> fitting(std::size_t term, Choice how) {
    std::vector<std::uint32_t> found;
    Match quiet{match_.bindings, match_.scratch, nullptr, match_.trial, match_.work};
    for (std::size_t i = 0; i < members_.size() && found.size() < terms_.size(); ++i) {
      if (done_[i] || (how != Choice::None && put_aside(i))) continue;
      const std::size_t mark = match_.bindings.mark();
      if (how == Choice::Any || match_node(terms_[term], at(i), quiet))
        found.push_back(static_cast<std::uint32_t>(i));
      match_.bindings.undo(mark);
    }
    return found;
  }

  bool bind() {
    for (std::size_t i = 0; i < terms_.size(); ++i) {
      if (skips(i)) continue;
      if (!match_node(terms_[i], at(pairing_.member_of(i)), match_)) return false;
    }
    return true;
  }

  // What comes twice is in a set once.
  [[nodiscard]] bool repeats(std::size_t member) const {
    for (std::size_t i = 0; i < terms_.size(); ++i) {
      if (!skips(i) && same_letters(node(pairing_.member_of(i)).text, node(member).text)) return true;
    }
    return false;
  }

  bool nothing_left() {
    for (std::size_t i = 0; i < members_.size(); ++i) {
      if (done_[i] || pairing_.is_taken(i) || put_aside(i) || repeats(i)) continue;
      return match_.no("there is more than was wanted:", node(i).text);
    }
    return true;
  }

  Terms terms_;
  Nodes nodes_;
  SetOf kind_;
  Match& match_;
  std::vector<std::uint32_t> members_;
  std::vector<bool> done_;   // members that sets of numbers named
  std::vector<bool> named_;  // terms that were sets of numbers
  Pairing pairing_;
  bool open_ = false;
};

}  // namespace

bool match_set(Terms terms, Nodes nodes, SetOf kind, Match& match) {
  return SetMatch(terms, nodes, kind, match).run();
}

}  // namespace mailrig::play
