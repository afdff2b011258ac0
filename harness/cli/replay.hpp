// mailrig replay: a record judged again, without a network.
#pragma once

#include "harness/cli/command.hpp"

namespace mailrig::cli {

void add_replay(Command app, Run& run);

}  // namespace mailrig::cli
