// What a verdict is to a CI system. Every machine-read report asks here, so they cannot disagree.
#pragma once

#include <cstdint>

#include "reports/run.hpp"

namespace mailrig::reports {

enum class Outcome : std::uint8_t { Passed, Failed, Error, Skipped };

// `strict`: a broken SHOULD fails, too.
[[nodiscard]] constexpr Outcome outcome_of(Verdict verdict, bool strict) {
  switch (verdict) {
    case Verdict::Pass:
    case Verdict::Note:
      return Outcome::Passed;
    case Verdict::Weak:
      return strict ? Outcome::Failed : Outcome::Passed;
    case Verdict::Fail:
      return Outcome::Failed;
    case Verdict::Skipped:
      return Outcome::Skipped;
    case Verdict::Blocked:
    case Verdict::Broken:
      return Outcome::Error;
  }
  return Outcome::Error;
}

// Why a load does not count, or which objectives it missed; empty: all well.
struct LoadOutcome {
  bool invalid = false;
  std::vector<std::string> complaints;
};
[[nodiscard]] LoadOutcome outcome_of_load(const Run& run);

}  // namespace mailrig::reports
