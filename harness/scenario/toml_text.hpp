// A string as TOML has it, for those that write files which are read again.
#pragma once

#include <string>

namespace mailrig::scenario {

// With its quotes: as short as it can be.
[[nodiscard]] std::string toml_string(const std::string& text);

}  // namespace mailrig::scenario
