// What the matchers of the three protocols share: the context of a match, one value against one
// term, words against terms. Cost is linear in the text; regular expressions run in RE2.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "harness/play/bindings.hpp"
#include "harness/scenario/program.hpp"

namespace mailrig::play {

inline constexpr std::size_t kShownValue = 200;  // octets of a value in a sentence

// Bindings that were made by a match that failed are undone by whoever called it.
struct Match {
  Bindings& bindings;
  std::string& scratch;
  std::string* why = nullptr;  // when set: one sentence about the first mismatch
  bool trial = false;          // a variable without value fits anything: another line may bind it

  // False; says why if someone asked. Nothing is built otherwise.
  bool no(std::string_view what, std::string_view got = {}, std::string_view wanted = {}) const;
};

[[nodiscard]] bool same_letters(std::string_view a, std::string_view b);  // ASCII case put aside
[[nodiscard]] bool same_number(std::string_view a, std::string_view b);   // "007" is 7
[[nodiscard]] std::string_view next_word(std::string_view& rest);  // up to SP or TAB, which are skipped

[[nodiscard]] bool match_text(const scenario::Term& term, std::string_view text, Match& match);
// Terms against words from the left. Words behind the last term: allowed, or not.
[[nodiscard]] bool match_words(const std::vector<scenario::Term>& terms, std::string_view text, bool more,
                               Match& match);
// A term as people read it: its text, ${=name}, …
[[nodiscard]] std::string shown(const scenario::Term& term, const Bindings& bindings);

}  // namespace mailrig::play
