// From the lines of a file to those of a dialogue: repetitions and fragments written out. What is left of
// blocks is if, at once and their ends.
#pragma once

#include <string>
#include <vector>

#include "harness/scenario/fragment.hpp"
#include "harness/scenario/line.hpp"

namespace mailrig::scenario {

inline constexpr std::size_t kIncludesLimit = 8;  // fragments in one another

// Of a text; `clients`: their names.
[[nodiscard]] std::vector<Line> write_out(const Text& dialogue, const std::vector<std::string>& clients,
                                          const Fragments& fragments, Diagnostics& mistakes);

}  // namespace mailrig::scenario
