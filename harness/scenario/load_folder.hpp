// A folder of scenarios: every *.toml below it, and what they share: corpus/*.eml, fixtures.toml and
// fragments/*.toml.
// Profiles (load/) and requirements/ are not scenarios. All mistakes of all files come in one go.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "harness/scenario/diagnostic.hpp"
#include "harness/scenario/scenario.hpp"

namespace mailrig::scenario {

inline constexpr std::size_t kFileLimit = 4 * 1024 * 1024;      // octets of a scenario file
inline constexpr std::size_t kMessageLimit = 64 * 1024 * 1024;  // of a corpus message

struct Loaded {
  std::vector<std::shared_ptr<const Scenario>> scenarios;  // by id
  Diagnostics mistakes;
};

[[nodiscard]] Loaded load_folder(const std::filesystem::path& root);
[[nodiscard]] Library load_library(const std::filesystem::path& root, Diagnostics& mistakes);
// Reads, and compiles for a target that has everything, so that every mistake shows.
[[nodiscard]] std::vector<Scenario> load_text(std::string_view id, const std::string& file,
                                              std::string_view content, const LibraryPtr& library,
                                              Diagnostics& mistakes);

// What is wrong with a fragment's lines, whoever includes it: `name` is its path below fragments/, whose
// first folder says the protocol; where it says none, or where clients are named, patterns are left to those
// who include it.
void check_fragment(std::string_view name, const Fragment& fragment, const LibraryPtr& library,
                    Diagnostics& mistakes);

}  // namespace mailrig::scenario
