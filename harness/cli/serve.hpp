// mailrig serve: the reference server.
#pragma once

#include "harness/cli/command.hpp"

namespace mailrig::cli {

void add_serve(Command app, Run& run);

}  // namespace mailrig::cli
