// mailrig lint: checks files without sending anything.
#pragma once

#include "harness/cli/command.hpp"

namespace mailrig::cli {

void add_lint(Command app, Run& run);

}  // namespace mailrig::cli
