#include "harness/play/match.hpp"

#include <re2/re2.h>

#include "harness/play/render.hpp"
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

bool match_value(const Term& term, std::string_view text, Match& match) {
  if (match.trial && !complete(term.value, match.bindings)) return true;
  const std::string_view wanted = rendered(term.value, match.bindings, match.scratch);
  const bool same = term.kind == Term::Kind::String ? wanted == text
                                                    : same_letters(wanted, text) || same_number(wanted, text);
  return same || match.no("the value is", text, wanted);
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

bool match_text(const Term& term, std::string_view text, Match& match) {
  switch (term.kind) {
    case Term::Kind::Any:
    case Term::Kind::Rest:
      return true;
    case Term::Kind::Nil:
      return same_letters(text, "NIL") || match.no("the value is", text, "NIL");
    case Term::Kind::Word:
    case Term::Kind::String:
      return match_value(term, text, match);
    case Term::Kind::Bind:
      return match.bindings.bind_or_equal(term.slot, text) ||
             match.no("the value is", text, match.bindings.value(term.slot));
    case Term::Kind::List:
      return match.no("a list was wanted, there is", text);
    case Term::Kind::Regex:
      return RE2::FullMatch(re2::StringPiece(text.data(), text.size()), *term.regex) ||
             match.no("the expression does not fit", text, term.regex->pattern());
  }
  return false;
}

bool match_words(const std::vector<Term>& terms, std::string_view text, bool more, Match& match) {
  for (const Term& term : terms) {
    if (term.kind == Term::Kind::Rest) return true;
    const std::string_view word = next_word(text);
    if (word.empty()) {
      // "nothing" may be what an expression asks for
      if (term.kind == Term::Kind::Regex && match_text(term, word, match)) continue;
      return match.why != nullptr &&
             match.no("nothing stands where there should be", {}, shown(term, match.bindings));
    }
    if (!match_text(term, word, match)) return false;
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
