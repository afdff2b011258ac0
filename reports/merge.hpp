// Several records as one: a check and a load of the same target become one report.
#pragma once

#include <vector>

#include "harness/record/event.hpp"

namespace mailrig::reports {

// One RunStarted (kinds, commands and remarks joined; target and capabilities of the first) and one
// RunEnded (the worst: interrupted if any was, the first exit code that is not 0); the rest in order.
[[nodiscard]] std::vector<record::Event> merge(std::vector<std::vector<record::Event>> records);

}  // namespace mailrig::reports
