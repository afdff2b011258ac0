#pragma once

#include "harness/cli/serve_options.hpp"

namespace mailrig::cli {

// Serves until it is told to stop. Returns the exit code; what is wrong is told on standard error.
[[nodiscard]] int run_serve(ServeOptions& options);

}  // namespace mailrig::cli
