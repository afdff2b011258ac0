// Which of what a target advertises was tested, and what it does though it does not advertise it.
#pragma once

#include <vector>

#include "reports/run.hpp"

namespace mailrig::reports {

// Of a run whose scenarios and trials are all there.
[[nodiscard]] std::vector<CapabilityUse> use_of_capabilities(const Run& run);

}  // namespace mailrig::reports
