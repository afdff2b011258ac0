// mailrig explain: what a scenario claims, why, and what it does; what stands on a section of an RFC.
#pragma once

#include "harness/cli/command.hpp"

namespace mailrig::cli {

void add_explain(Command app, Run& run);

}  // namespace mailrig::cli
