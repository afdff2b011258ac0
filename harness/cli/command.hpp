// How a subcommand joins the program: add_NAME(app, run) declares its options, and, when it is the
// one chosen, sets `run` to what main is to do. Each is one file; main.cpp calls them all.
#pragma once

#include <functional>

namespace CLI {
class App;
}

namespace mailrig::cli {

using Run = std::function<int()>;  // returns an ExitCode

}  // namespace mailrig::cli
