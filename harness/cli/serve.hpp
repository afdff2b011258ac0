// mailrig serve: the reference server.
#pragma once

#include "harness/cli/command.hpp"

namespace mailrig::cli {

void add_serve(CLI::App& app, Run& run);

}  // namespace mailrig::cli
