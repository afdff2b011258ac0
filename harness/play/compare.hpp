// Two values, one against the other: as numbers where both are, else by their octets.
#pragma once

#include <compare>
#include <optional>
#include <string_view>

#include "harness/scenario/program.hpp"

namespace mailrig::play {

// Numbers of any length; nothing: one of them is no number.
[[nodiscard]] std::optional<std::strong_ordering> compare_numbers(std::string_view a, std::string_view b);
// What is no number is neither more nor less than anything.
[[nodiscard]] bool holds(scenario::Comparison::Operator is, std::string_view left, std::string_view right);

[[nodiscard]] std::string_view sign(scenario::Comparison::Operator is);  // ">="

}  // namespace mailrig::play
