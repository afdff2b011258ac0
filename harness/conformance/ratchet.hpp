// What a run comes to when known failures are lived with, and only they: a new failure fails the run, one
// that fails otherwise than listed too, and a list that is out of date is an error of its own.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "harness/conformance/baseline.hpp"
#include "harness/conformance/outcomes.hpp"

namespace mailrig::conformance {

// What happens by chance less often than this does not happen by chance.
inline constexpr double kChance = 0.01;
// At most `passed` of `of` attempts pass, if each does with `share`.
[[nodiscard]] double at_most(std::size_t passed, std::size_t of, double share);

struct RatchetOptions {
  bool strict = false;   // a broken SHOULD fails the run, too
  bool retried = false;  // further attempts were made of what failed
};

struct Assessment {
  std::vector<record::Standing> standings;  // in the order of the file
  bool failed = false;                      // something fails that is not accounted for
  bool broken = false;                      // … and that is our own fault
  bool stale = false;                       // the list is out of date
};

// `all`: the ids of all scenarios that there are.
[[nodiscard]] Assessment assess(std::span<const Outcome> outcomes, const Baseline& baseline,
                                const RatchetOptions& options, const std::vector<std::string>& all);

}  // namespace mailrig::conformance
