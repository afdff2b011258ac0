// Where the scenarios are: the folder the user named, by flag or MAILRIG_SCENARIOS, or the installed set
// (share/mailrig/scenarios beside the program's own bin/), or that of the source tree the program was built
// in.
#pragma once

#include <filesystem>
#include <string>

namespace mailrig::cli {

// Empty if there is none. `named`: what the user said, or empty.
[[nodiscard]] std::filesystem::path find_scenarios(const std::string& named);

}  // namespace mailrig::cli
