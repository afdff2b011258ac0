// One scenario file: TOML facts and a dialogue. Strict: unknown keys, wrong types and missing keys are
// mistakes, each with its place, all in one go.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "harness/scenario/diagnostic.hpp"
#include "harness/scenario/scenario.hpp"

namespace mailrig::scenario {

// Several when the file has `cases`. `file`: as shown in messages.
[[nodiscard]] std::vector<Scenario> read_file(std::string_view id, const std::string& file,
                                              std::string_view content, LibraryPtr library,
                                              Diagnostics& mistakes);

}  // namespace mailrig::scenario
