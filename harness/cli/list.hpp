// mailrig list: what would run, and why the rest would not.
#pragma once

#include "harness/cli/command.hpp"

namespace mailrig::cli {

void add_list(Command app, Run& run);

}  // namespace mailrig::cli
