// How a scenario is played and judged, beside what it says itself.
#pragma once

#include <chrono>

#include "harness/play/player.hpp"

namespace mailrig::conformance {

struct PlayOptions {
  play::Limits limits;
  std::chrono::milliseconds deadline{60'000};  // of a whole scenario
  bool keep_wire = false;                      // of scenarios that passed, too
};

}  // namespace mailrig::conformance
