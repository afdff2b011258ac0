// What a verdict is to a CI system. Every machine-read report asks here, so they cannot disagree.
#pragma once

#include <cstdint>

#include "reports/run.hpp"

namespace mailrig::reports {

enum class Outcome : std::uint8_t { Passed, Failed, Error, Skipped };

// `strict`: a broken SHOULD fails, too. `retried`: one that passed when tried again is no failure. What
// the list of known failures accounts for is skipped.
[[nodiscard]] Outcome outcome_of(const ScenarioResult& result, bool strict, bool retried);

// Why a load does not count, or which objectives it missed; empty: all well.
struct LoadOutcome {
  bool invalid = false;
  std::vector<std::string> complaints;
};
[[nodiscard]] LoadOutcome outcome_of_load(const Run& run);

}  // namespace mailrig::reports
