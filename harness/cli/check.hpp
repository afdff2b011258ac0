// mailrig check: the conformance run.
#pragma once

#include "harness/cli/command.hpp"

namespace mailrig::cli {

void add_check(Command app, Run& run);

}  // namespace mailrig::cli
