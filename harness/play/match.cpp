#include "harness/play/match.hpp"

#include <optional>

#include <re2/re2.h>

#include "harness/play/number_set.hpp"
#include "harness/play/number_terms.hpp"
#include "harness/play/render.hpp"
#include "harness/wire/ascii.hpp"
#include "harness/wire/visible.hpp"

namespace mailrig::play {
namespace {

using scenario::Term;

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

bool digits(std::string_view text) {
  for (const char c : text) {
    if (c < '0' || c > '9') return false;
  }
  return !text.empty();
}

std::string_view without_zeros(std::string_view text) {
  while (text.size() > 1 && text.front() == '0') text.remove_prefix(1);
  return text;
}

// The one variable that a term's value is, and nothing round it.
std::optional<SlotIndex> only_slot(const Term& term) {
  const auto& pieces = term.value.pieces;
  if (pieces.size() != 1 || pieces.front().kind != scenario::Piece::Kind::Slot) return std::nullopt;
  return pieces.front().slot;
}

bool same_inbox(std::string_view a, std::string_view b) {
  return same_letters(a, "INBOX") && same_letters(b, "INBOX");
}

// ${quoted:name} gave it quotes and escapes of its own.
bool is_quoted(std::string_view text) {
  return text.size() >= 2 && text.front() == '"' && text.back() == '"';
}

std::string unquoted(std::string_view text) {
  std::string plain;
  for (std::size_t i = 1; i + 1 < text.size(); ++i) {
    if (text[i] == '\\' && i + 2 < text.size()) ++i;
    plain += text[i];
  }
  return plain;
}

bool equals_word(std::string_view wanted, const Value& value, bool computed) {
  if (value.role == Value::Role::Octets && computed)
    return wanted == value.text || same_number(wanted, value.text);
  if (same_letters(wanted, value.text)) return true;
  if (value.role == Value::Role::Mailbox) return false;
  return same_number(wanted, value.text) ||
         (value.role == Value::Role::Numbers && same_members(wanted, value.text));
}

bool equals_string(std::string_view wanted, const Value& value) {
  if (wanted == value.text || same_inbox(wanted, value.text)) return true;
  return value.role == Value::Role::Mailbox && same_letters(wanted, value.text);
}

bool equals(std::string_view wanted, const Value& value, bool computed) {
  switch (value.kind) {
    case Value::Kind::Word:
      return equals_word(wanted, value, computed);
    case Value::Kind::String:
      return equals_string(wanted, value);
    case Value::Kind::Nil:
      return same_letters(wanted, "NIL");
    case Value::Kind::List:
      return false;
  }
  return false;
}

bool equals_slot(SlotIndex slot, const Value& value, const Bindings& bindings) {
  if (bindings.shape(slot) == Shape::Nil) return value.kind == Value::Kind::Nil;
  if (bindings.shape(slot) == Shape::List)
    return value.kind == Value::Kind::List && value.key == bindings.key(slot);
  if (value.kind == Value::Kind::Nil && value.role != Value::Role::Mailbox) return false;
  return equals(bindings.value(slot), value, true);
}

// What a bare word or ${name} takes.
bool is_equal(const Term& term, const Value& value, Match& match) {
  if (!complete(term.value, match.bindings)) return false;
  if (const auto slot = only_slot(term)) return equals_slot(*slot, value, match.bindings);
  const std::string_view wanted = rendered(term.value, match.bindings, match.scratch);
  if (wanted.data() == nullptr) return false;  // nothing can be computed
  const bool computed =
      term.value.pieces.size() != 1 || term.value.pieces.front().kind != scenario::Piece::Kind::Text;
  if (!is_quoted(wanted)) return equals(wanted, value, computed);
  return value.kind != Value::Kind::Nil && equals_string(unquoted(wanted), value);
}

bool mismatch(std::string_view what, const Term& term, const Value& value, const Match& match) {
  if (match.why == nullptr) return false;
  if (const auto gone = number_without(term, match.bindings))
    return match.no(match.bindings.no_number(*gone));
  const std::string_view got = value.kind == Value::Kind::Nil ? std::string_view("NIL") : value.text;
  return match.no(what, got, shown(term, match.bindings));
}

bool match_word(const Term& term, const Value& value, Match& match) {
  if (match.trial && !complete(term.value, match.bindings)) return true;
  return is_equal(term, value, match) ||
         mismatch(value.kind == Value::Kind::List ? "the list is" : "the value is", term, value, match);
}

bool match_string(const Term& term, const Value& value, Match& match) {
  if (value.kind == Value::Kind::Nil || value.kind == Value::Kind::List)
    return mismatch("a string was wanted, there is", term, value, match);
  if (match.trial && !complete(term.value, match.bindings)) return true;
  const std::string_view wanted = rendered(term.value, match.bindings, match.scratch);
  if (wanted.data() != nullptr && wanted == value.text) return true;
  return (value.role == Value::Role::Mailbox && same_inbox(wanted, value.text)) ||
         mismatch("the string is", term, value, match);
}

bool related(scenario::Relation relation, std::uint64_t left, std::uint64_t right) {
  switch (relation) {
    case scenario::Relation::NotEqual:
      return left != right;
    case scenario::Relation::Less:
      return left < right;
    case scenario::Relation::LessOrEqual:
      return left <= right;
    case scenario::Relation::Greater:
      return left > right;
    case scenario::Relation::GreaterOrEqual:
      return left >= right;
  }
  return false;
}

bool match_compare(const Term& term, const Value& value, Match& match) {
  if (!complete(term.value, match.bindings))
    return match.trial || mismatch("there is nothing to compare with yet: there is", term, value, match);
  if (term.relation == scenario::Relation::NotEqual)
    return !is_equal(term, value, match) || mismatch("the value is", term, value, match);
  const bool scalar = value.kind == Value::Kind::Word || value.kind == Value::Kind::String;
  const auto left = scalar ? wire::to_number(value.text) : std::nullopt;
  if (!left) return mismatch("a number was wanted, there is", term, value, match);
  const auto right = wire::to_number(rendered(term.value, match.bindings, match.scratch));
  if (!right) return mismatch("nothing can be compared with what is no number: there is", term, value, match);
  return related(term.relation, *left, *right) || mismatch("the value is", term, value, match);
}

bool match_bind(const Term& term, const Value& value, Match& match) {
  if (match.bindings.bound(term.slot)) {
    return equals_slot(term.slot, value, match.bindings) || mismatch("the value is", term, value, match);
  }
  if (match.bindings.is_number(term.slot)) {
    const auto number = value.kind == Value::Kind::Word ? wire::to_number(value.text) : std::nullopt;
    if (!number || *number == 0) return mismatch("a message number was wanted, there is", term, value, match);
  }
  const Shape shape = value.kind == Value::Kind::Nil    ? Shape::Nil
                      : value.kind == Value::Kind::List ? Shape::List
                                                        : Shape::Text;
  match.bindings.bind(term.slot, shape == Shape::Nil ? "NIL" : value.text, shape, value.key);
  return true;
}

bool match_regex(const Term& term, const Value& value, Match& match) {
  if (value.kind == Value::Kind::Nil || value.kind == Value::Kind::List)
    return mismatch("text was wanted, there is", term, value, match);
  return RE2::FullMatch(re2::StringPiece(value.text.data(), value.text.size()), *term.regex) ||
         match.no("the expression does not fit", value.text, term.regex->pattern());
}

std::string_view sign(scenario::Relation relation) {
  switch (relation) {
    case scenario::Relation::NotEqual:
      return "!=";
    case scenario::Relation::Less:
      return "<";
    case scenario::Relation::LessOrEqual:
      return "<=";
    case scenario::Relation::Greater:
      return ">";
    case scenario::Relation::GreaterOrEqual:
      return ">=";
  }
  return {};
}

}  // namespace

bool Match::no(std::string_view what, std::string_view got, std::string_view wanted) const {
  if (why == nullptr || !why->empty()) return false;
  why->assign(what);
  if (got.data() != nullptr) {
    *why += " \"";
    wire::append_visible(*why, got, kShownValue);
    *why += '"';
  }
  if (wanted.data() != nullptr) {
    *why += ", wanted \"";
    wire::append_visible(*why, wanted, kShownValue);
    *why += '"';
  }
  return false;
}

bool same_letters(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (lower(a[i]) != lower(b[i])) return false;
  }
  return true;
}

bool same_number(std::string_view a, std::string_view b) {
  return digits(a) && digits(b) && without_zeros(a) == without_zeros(b);
}

std::string_view next_word(std::string_view& rest) {
  const std::size_t begin = rest.find_first_not_of(" \t");
  if (begin == std::string_view::npos) {
    rest = {};
    return {};
  }
  std::size_t end = rest.find_first_of(" \t", begin);
  if (end == std::string_view::npos) end = rest.size();
  const std::string_view word = rest.substr(begin, end - begin);
  rest.remove_prefix(end);
  return word;
}

bool match_value(const Term& term, const Value& value, Match& match) {
  if (match.work != nullptr) match.work->steps += 1 + value.text.size();
  switch (term.kind) {
    case Term::Kind::Any:
    case Term::Kind::Rest:
      return true;
    case Term::Kind::Nil:
      return value.kind == Value::Kind::Nil || mismatch("the value is", term, value, match);
    case Term::Kind::Word:
      return match_word(term, value, match);
    case Term::Kind::String:
      return match_string(term, value, match);
    case Term::Kind::Bind:
      return match_bind(term, value, match);
    case Term::Kind::Compare:
      return match_compare(term, value, match);
    case Term::Kind::List:
      return match.no("a list was wanted, there is", value.text);
    case Term::Kind::Regex:
      return match_regex(term, value, match);
  }
  return false;
}

bool match_words(const std::vector<Term>& terms, std::string_view text, bool more, Match& match,
                 Value::Role role) {
  for (const Term& term : terms) {
    if (term.kind == Term::Kind::Rest) return true;
    const Value word{Value::Kind::Word, role, next_word(text), {}};
    if (word.text.empty()) {
      // "nothing" may be what an expression asks for
      if (term.kind == Term::Kind::Regex && match_value(term, word, match)) continue;
      return match.why != nullptr &&
             match.no("nothing stands where there should be", shown(term, match.bindings));
    }
    if (!match_value(term, word, match)) return false;
  }
  if (more) return true;
  const std::string_view extra = next_word(text);
  return extra.empty() || match.no("there is more than was wanted:", extra);
}

std::string shown(const Term& term, const Bindings& bindings) {
  std::string scratch;
  switch (term.kind) {
    case Term::Kind::Any:
      return "${_}";
    case Term::Kind::Rest:
      return "...";
    case Term::Kind::Nil:
      return "NIL";
    case Term::Kind::Word:
      return std::string(rendered(term.value, bindings, scratch));
    case Term::Kind::String:
      return '"' + std::string(rendered(term.value, bindings, scratch)) + '"';
    case Term::Kind::Bind:
      return bindings.bound(term.slot) ? bindings.value(term.slot)
                                       : "${=" + std::string(bindings.name(term.slot)) + "}";
    case Term::Kind::Compare:
      return std::string(sign(term.relation)) + ' ' + std::string(rendered(term.value, bindings, scratch));
    case Term::Kind::List: {
      std::string all = "(";
      for (const Term& item : term.items) {
        if (all.size() > 1) all += ' ';
        all += shown(item, bindings);
      }
      return all + ')';
    }
    case Term::Kind::Regex:
      return "~/" + term.regex->pattern() + '/';
  }
  return {};
}

}  // namespace mailrig::play
