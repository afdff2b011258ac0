// Blocks of a dialogue: repeat, if and at once, each with its end.
#pragma once

#include <cstddef>
#include <vector>

#include "harness/scenario/line.hpp"

namespace mailrig::scenario {

inline constexpr std::size_t kNestingLimit = 16;   // blocks in one another
inline constexpr std::size_t kBranchesLimit = 16;  // of one if

// By line: where its block goes on. repeat, at once: their end; if, else if, else: the next of these, or
// the end. 0 for other lines.
struct Blocks {
  std::vector<std::size_t> next;
  bool good = true;
};
[[nodiscard]] Blocks match_blocks(const std::vector<Line>& lines, Diagnostics& mistakes);

}  // namespace mailrig::scenario
