// Words of a reply's text, SMTP and POP3: terms [SP "only"]. "only": nothing follows them.
#pragma once

#include <vector>

#include "harness/scenario/names.hpp"

namespace mailrig::scenario {

struct PatternWords {
  std::vector<Term> terms;
  bool only = false;
};

[[nodiscard]] PatternWords parse_words(const Text& text, Names& names, Diagnostics& mistakes);

}  // namespace mailrig::scenario
