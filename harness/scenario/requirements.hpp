// scenarios/requirements/rfcNNNN.toml: what an RFC asks, one row a statement.
//   [[requirement]]  section = "4.2"  level = "MUST"  role = "server"  at = [195]  rule = "…"
#pragma once

#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "harness/scenario/diagnostic.hpp"
#include "harness/scenario/keys.hpp"

namespace mailrig::scenario {

struct Requirement {
  std::string section, level, role, rule, why;
  std::vector<std::uint32_t> at;  // lines of the RFC's text
  bool observable = true;         // a dialogue can show it
};
using Requirements = std::map<std::uint16_t, std::vector<Requirement>>;  // by RFC

// "rfc2033.toml": 2033; 0: not such a name.
[[nodiscard]] std::uint16_t rfc_of(const std::filesystem::path& file);
[[nodiscard]] std::vector<Requirement> read_requirements(const std::string& file, std::string_view content,
                                                         Diagnostics& mistakes);
[[nodiscard]] std::span<const Key> requirements_keys();

}  // namespace mailrig::scenario
