#include "harness/play/number_set.hpp"

#include <algorithm>

#include "harness/wire/ascii.hpp"

namespace mailrig::play {
namespace {

using Range = NumberSet::Range;

constexpr std::uint64_t kLargest = 4'294'967'295;
constexpr std::uint64_t kStar = std::uint64_t{1} << 40;  // next to no number

// seq-number = nz-number / "*"
bool take_number(std::string_view& text, std::uint64_t& number) {
  if (text.starts_with('*')) {
    text.remove_prefix(1);
    number = kStar;
    return true;
  }
  std::size_t size = 0;
  number = 0;
  for (; size < text.size() && wire::is_digit(text[size]); ++size) {
    number = number * 10 + static_cast<std::uint64_t>(text[size] - '0');
    if (number > kLargest) return false;
  }
  if (size == 0 || text.front() == '0') return false;
  text.remove_prefix(size);
  return true;
}

// In the order in which they were written, each ascending.
bool read_ranges(std::string_view text, std::vector<Range>& ranges) {
  for (;;) {
    Range range;
    if (!take_number(text, range.first)) return false;
    range.last = range.first;
    if (text.starts_with(':')) {
      text.remove_prefix(1);
      if (!take_number(text, range.last)) return false;
      if (range.last < range.first) std::swap(range.first, range.last);
    }
    ranges.push_back(range);
    if (text.empty()) return true;
    if (text.front() != ',') return false;
    text.remove_prefix(1);
  }
}

// A run of messages with consecutive numbers on both sides.
struct Run {
  std::uint64_t source = 0, target = 0, size = 0;
  friend auto operator<=>(const Run&, const Run&) = default;
};

bool pair_up(const std::vector<Range>& source, const std::vector<Range>& target, std::vector<Run>& runs) {
  std::size_t i = 0, j = 0;
  std::uint64_t used = 0, taken = 0;  // of source[i] and target[j]
  while (i < source.size() && j < target.size()) {
    const std::uint64_t here = source[i].last - source[i].first + 1 - used;
    const std::uint64_t there = target[j].last - target[j].first + 1 - taken;
    const std::uint64_t size = std::min(here, there);
    runs.push_back({source[i].first + used, target[j].first + taken, size});
    used = size == here ? 0 : used + size;
    taken = size == there ? 0 : taken + size;
    if (size == here) ++i;
    if (size == there) ++j;
  }
  return i == source.size() && j == target.size();
}

void settle(std::vector<Run>& runs) {
  std::sort(runs.begin(), runs.end());
  std::size_t kept = 0;
  for (const Run& run : runs) {
    Run* last = kept > 0 ? &runs[kept - 1] : nullptr;
    const bool goes_on =
        last != nullptr && last->source + last->size == run.source && last->target + last->size == run.target;
    if (goes_on) {
      last->size += run.size;
    } else {
      runs[kept++] = run;
    }
  }
  runs.resize(kept);
}

bool read_mapping(std::string_view source, std::string_view target, std::vector<Run>& runs) {
  std::vector<Range> from, to;
  return read_ranges(source, from) && read_ranges(target, to) && pair_up(from, to, runs);
}

}  // namespace

bool NumberSet::parse(std::string_view text) {
  const std::size_t before = ranges_.size();
  if (read_ranges(text, ranges_)) return true;
  ranges_.resize(before);
  return false;
}

void NumberSet::settle() {
  if (!std::is_sorted(ranges_.begin(), ranges_.end())) std::sort(ranges_.begin(), ranges_.end());
  std::size_t kept = 0;
  for (const Range range : ranges_) {
    if (kept > 0 && range.first <= ranges_[kept - 1].last + 1) {
      ranges_[kept - 1].last = std::max(ranges_[kept - 1].last, range.last);
    } else {
      ranges_[kept++] = range;
    }
  }
  ranges_.resize(kept);
}

bool NumberSet::contains(std::uint64_t number) const {
  const auto behind = std::upper_bound(ranges_.begin(), ranges_.end(), Range{number, UINT64_MAX});
  return behind != ranges_.begin() && (behind - 1)->last >= number;
}

std::uint64_t NumberSet::count_below(std::uint64_t number) const {
  std::uint64_t count = 0;
  for (const Range& range : ranges_) {
    if (range.first >= number) break;
    count += std::min(range.last, number - 1) - range.first + 1;
  }
  return count;
}

std::optional<std::uint64_t> NumberSet::beyond(const NumberSet& other) const {
  auto there = other.ranges_.begin();
  for (const Range& range : ranges_) {
    while (there != other.ranges_.end() && there->last < range.first) ++there;
    if (there == other.ranges_.end() || there->first > range.first) return range.first;
    if (there->last < range.last) return there->last + 1;
  }
  return std::nullopt;
}

std::string NumberSet::text() const {
  std::string out;
  for (const Range& range : ranges_) {
    if (!out.empty()) out += ',';
    out += range.first == kStar ? "*" : std::to_string(range.first);
    if (range.last == range.first) continue;
    out += ':';
    out += range.last == kStar ? "*" : std::to_string(range.last);
  }
  return out;
}

bool same_members(std::string_view a, std::string_view b) {
  NumberSet left, right;
  if (!left.parse(a) || !right.parse(b)) return false;
  left.settle();
  right.settle();
  return left == right;
}

bool same_mapping(std::string_view source, std::string_view target, std::string_view other_source,
                  std::string_view other_target) {
  std::vector<Run> left, right;
  if (!read_mapping(source, target, left) || !read_mapping(other_source, other_target, right)) return false;
  settle(left);
  settle(right);
  return left == right;
}

bool corresponds(std::string_view source, std::string_view target) {
  std::vector<Run> runs;
  return read_mapping(source, target, runs);
}

}  // namespace mailrig::play
