// Which variables some lines bind: ${=name} in patterns and 'set name'. Found in the text, so that lines
// that are not made into steps count, too.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "harness/scenario/blocks.hpp"
#include "harness/scenario/line.hpp"

namespace mailrig::scenario {

using NameSet = std::set<std::string>;

// Only lines of one client; `clients`: by line.
struct ThreadFilter {
  const std::vector<ClientIndex>& clients;
  ClientIndex only = 0;
};

// Bound whichever branches are taken.
[[nodiscard]] NameSet bound_names(const std::vector<Line>& lines, const Blocks& blocks, std::size_t begin,
                                  std::size_t end, const std::optional<ThreadFilter>& filter);
// Bound by any of them.
[[nodiscard]] NameSet all_bound_names(const std::vector<Line>& lines, std::size_t begin, std::size_t end,
                                      const std::optional<ThreadFilter>& filter);

}  // namespace mailrig::scenario
