// mailrig load: puts a profile's scenarios on a target.
#pragma once

#include "harness/cli/command.hpp"

namespace mailrig::cli {

void add_load(Command app, Run& run);

}  // namespace mailrig::cli
