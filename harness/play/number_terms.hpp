// Which message number a line speaks of that has none by now.
#pragma once

#include <optional>

#include "harness/play/bindings.hpp"
#include "harness/scenario/program.hpp"

namespace mailrig::play {

// The first one; of those that can't be followed, if there is one, since nothing can be judged by it.
[[nodiscard]] std::optional<SlotIndex> number_without(const scenario::Term& term, const Bindings& bindings);
[[nodiscard]] std::optional<SlotIndex> number_without(const scenario::Expectation& expectation,
                                                      const Bindings& bindings);

}  // namespace mailrig::play
