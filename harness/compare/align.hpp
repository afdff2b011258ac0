// Which of two sequences' elements stand for each other: the longest common subsequence of their keys.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace mailrig::compare {

// Cells of the table that is made; beyond it elements are paired by their places.
inline constexpr std::size_t kAlignLimit = 4'000'000;

struct Aligned {
  std::optional<std::size_t> a, b;  // indices; one side alone: the other has none such there
};
// In order; at one place those of a alone come before those of b alone.
[[nodiscard]] std::vector<Aligned> align(std::span<const std::string> a, std::span<const std::string> b);

}  // namespace mailrig::compare
