// A message as two servers can be compared in it: what was put in front on its way (RFC 5321 4.4: trace
// fields) and what says when and where is put aside.
#pragma once

#include <string>
#include <string_view>

#include "harness/compare/vocabulary.hpp"

namespace mailrig::compare {

// Without the times of a delivery status. `delivered`: it came by SMTP, so fields of the way are left out of
// a header, too. Line ends are kept.
[[nodiscard]] std::string neutral_message(std::string_view text, bool delivered,
                                          const Vocabulary& vocabulary);

// The first line in which they differ, of each; cut to what can be read at a glance.
struct Lines {
  std::string a, b;
};
[[nodiscard]] Lines first_unequal_lines(std::string_view a, std::string_view b);

}  // namespace mailrig::compare
