// Runs of check at the same time, on one loop.
#pragma once

#include <vector>

#include "harness/cli/check_run.hpp"

namespace mailrig::cli {

// Plays `wanted` on each and runs the loop until all have ended; then each cleans up after itself, in order.
// A signal interrupts all. `progress`: how far all of them are, on stderr.
void play_side_by_side(net::Loop& loop, const std::vector<CheckRun*>& runs,
                       const std::vector<conformance::ScenarioPtr>& wanted, bool progress);

}  // namespace mailrig::cli
