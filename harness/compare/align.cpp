#include "harness/compare/align.hpp"

#include <algorithm>
#include <cstdint>

namespace mailrig::compare {

namespace {

std::vector<Aligned> by_place(std::size_t a, std::size_t b) {
  std::vector<Aligned> all;
  for (std::size_t i = 0; i < std::max(a, b); ++i) {
    all.push_back({i < a ? std::optional(i) : std::nullopt, i < b ? std::optional(i) : std::nullopt});
  }
  return all;
}

// Length of the longest common subsequence of what begins at each pair of places.
class Table {
 public:
  Table(std::span<const std::string> a, std::span<const std::string> b)
      : width_(b.size() + 1), lengths_((a.size() + 1) * width_) {
    for (std::size_t i = a.size(); i-- > 0;) {
      for (std::size_t j = b.size(); j-- > 0;) {
        lengths_[i * width_ + j] = a[i] == b[j] ? at(i + 1, j + 1) + 1 : std::max(at(i + 1, j), at(i, j + 1));
      }
    }
  }
  [[nodiscard]] std::uint32_t at(std::size_t i, std::size_t j) const { return lengths_[i * width_ + j]; }

 private:
  std::size_t width_;
  std::vector<std::uint32_t> lengths_;
};

}  // namespace

std::vector<Aligned> align(std::span<const std::string> a, std::span<const std::string> b) {
  if (std::equal(a.begin(), a.end(), b.begin(), b.end()) || (a.size() + 1) * (b.size() + 1) > kAlignLimit) {
    return by_place(a.size(), b.size());
  }
  const Table table(a, b);
  std::vector<Aligned> all;
  std::size_t i = 0, j = 0;
  while (i < a.size() || j < b.size()) {
    if (i < a.size() && j < b.size() && a[i] == b[j]) {
      all.push_back({i++, j++});
    } else if (j == b.size() || (i < a.size() && table.at(i + 1, j) >= table.at(i, j + 1))) {
      all.push_back({i++, std::nullopt});
    } else {
      all.push_back({std::nullopt, j++});
    }
  }
  return all;
}

}  // namespace mailrig::compare
