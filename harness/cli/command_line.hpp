// The command line as a report tells it: words as a shell takes them, secrets masked.
#pragma once

#include <span>
#include <string>

namespace mailrig::cli {

// `words`: the program's arguments, the subcommand first.
[[nodiscard]] std::string command_line(std::span<const std::string> words);
// This process's.
[[nodiscard]] std::string command_line();

}  // namespace mailrig::cli
