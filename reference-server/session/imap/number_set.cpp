#include "reference-server/session/imap/number_set.hpp"

#include <algorithm>

namespace mailrig::server::imapd {

void NumberSet::assign(imap::SequenceSpan set, std::uint32_t star) {
  ranges_.clear();
  for (const imap::SequenceRange& range : set) {
    if (range.saved) continue;  // Selected knows what that is
    const std::uint32_t a = range.first == imap::kStar ? star : range.first;
    const std::uint32_t b = range.last == imap::kStar ? star : range.last;
    if (a == 0 && b == 0) continue;
    ranges_.emplace_back(std::max(1U, std::min(a, b)), std::max(a, b));
  }
  std::sort(ranges_.begin(), ranges_.end());
  std::size_t kept = 0;
  for (const Range& range : ranges_) {
    if (kept > 0 && range.first <= ranges_[kept - 1].second) {
      ranges_[kept - 1].second = std::max(ranges_[kept - 1].second, range.second);
    } else {
      ranges_[kept++] = range;
    }
  }
  ranges_.resize(kept);
}

void NumberSet::assign(const std::vector<std::uint32_t>& ascending) {
  ranges_.clear();
  for (const std::uint32_t number : ascending) ranges_.emplace_back(number, number);
}

bool NumberSet::contains(std::uint32_t number) const {
  const auto behind = std::upper_bound(ranges_.begin(), ranges_.end(), number,
                                       [](std::uint32_t n, const Range& range) { return n < range.first; });
  return behind != ranges_.begin() && number <= std::prev(behind)->second;
}

}  // namespace mailrig::server::imapd
