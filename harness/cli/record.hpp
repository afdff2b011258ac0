// mailrig record: stands between a client and a server, and writes what they said as scenarios.
#pragma once

#include "harness/cli/command.hpp"

namespace mailrig::cli {

void add_record(Command app, Run& run);

}  // namespace mailrig::cli
