#include "harness/wire/nearest.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

#include "harness/wire/ascii.hpp"

namespace mailrig::wire {
namespace {

constexpr std::size_t kWordLimit = 200;  // ours: longer words are not compared

// Levenshtein's distance, one row at a time.
std::size_t distance(std::string_view a, std::string_view b, std::vector<std::size_t>& row) {
  row.resize(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t replace = diagonal + (to_lower(a[i]) == to_lower(b[j]) ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replace, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row[b.size()];
}

}  // namespace

std::string_view nearest(std::string_view word, std::span<const std::string_view> candidates) {
  std::string_view best;
  std::size_t best_distance = word.size() / 3 + 2;
  if (word.empty() || word.size() > kWordLimit) return best;
  std::vector<std::size_t> row;
  for (const std::string_view candidate : candidates) {
    const std::size_t d = distance(word, candidate, row);
    if (d < best_distance) {
      best_distance = d;
      best = candidate;
    }
  }
  return best;
}

}  // namespace mailrig::wire
