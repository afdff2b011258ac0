#include "harness/scenario/pattern_words.hpp"

#include <array>

#include "harness/scenario/term.hpp"

namespace mailrig::scenario {

namespace {

constexpr std::string_view kOnly = "only";
constexpr std::array<std::string_view, 1> kLast = {kOnly};

// What was meant to be "only": "onyl" is no text that a server is asked for.
void check_last(const Term& last, const Location& at, Diagnostics& mistakes) {
  if (last.kind != Term::Kind::Word || last.value.pieces.size() != 1) return;
  const Piece& piece = last.value.pieces.front();
  if (piece.kind != Piece::Kind::Text || piece.text.size() < 3) return;
  if (nearest(piece.text, std::span<const std::string_view>(kLast)).empty()) return;
  Location where = at;
  where.column = last.column;
  mistakes.push_back({where, "'" + piece.text +
                                 "' stands where 'only' could; did you mean 'only'? The word itself is '\"" +
                                 piece.text + "\"'"});
}

}  // namespace

PatternWords parse_words(const Text& text, Names& names, Diagnostics& mistakes) {
  PatternWords words;
  std::string_view rest = text.text;
  while (rest.ends_with(' ')) rest.remove_suffix(1);
  if (rest.ends_with(kOnly) && (rest.size() == kOnly.size() || rest[rest.size() - kOnly.size() - 1] == ' ')) {
    words.only = true;
    rest.remove_suffix(kOnly.size());
  }
  words.terms = parse_terms(Text{rest, text.at}, {}, names, mistakes);
  if (words.terms.empty()) return words;
  if (words.only && words.terms.back().kind == Term::Kind::Rest) {
    Location where = text.at;
    where.column = words.terms.back().column;
    mistakes.push_back({where, "'...' allows further words, 'only' does not"});
  }
  if (!words.only) check_last(words.terms.back(), text.at, mistakes);
  return words;
}

}  // namespace mailrig::scenario
