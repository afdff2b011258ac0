// mailrig report: the reports of a run again, from its record.
#pragma once

#include "harness/cli/command.hpp"

namespace mailrig::cli {

void add_report(Command app, Run& run);

}  // namespace mailrig::cli
