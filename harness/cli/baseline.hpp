// mailrig baseline: the list of known failures brought up to date, or looked at.
#pragma once

#include "harness/cli/command.hpp"

namespace mailrig::cli {

void add_baseline(Command app, Run& run);

}  // namespace mailrig::cli
