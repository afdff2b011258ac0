// mailrig diff: two servers, or what was recorded of them, compared in all that they answer.
#pragma once

#include "harness/cli/command.hpp"

namespace mailrig::cli {

void add_diff(Command app, Run& run);

}  // namespace mailrig::cli
