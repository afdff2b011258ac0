#include "harness/record/histogram.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace mailrig::record {

namespace {

constexpr std::uint64_t kSubBuckets = 1U << Histogram::kSubBucketBits;
constexpr std::uint64_t kLongest = (std::uint64_t{1} << Histogram::kMaxExponent) - 1;
constexpr std::size_t kBuckets = kSubBuckets * (Histogram::kMaxExponent - Histogram::kSubBucketBits + 1);

// Below kSubBuckets each value has its own bucket; above, the leading kSubBucketBits + 1 bits name it.
std::size_t index_of(std::uint64_t value) {
  if (value < kSubBuckets) return value;
  const auto shift = static_cast<unsigned>(std::bit_width(value)) - 1 - Histogram::kSubBucketBits;
  return (shift + 1) * kSubBuckets + ((value >> shift) - kSubBuckets);
}

std::uint64_t upper_edge(std::size_t index) {
  if (index < kSubBuckets) return index;
  const std::size_t shift = index / kSubBuckets - 1;
  return ((kSubBuckets + index % kSubBuckets + 1) << shift) - 1;
}

std::uint64_t bounded(std::chrono::nanoseconds value) {
  if (value.count() <= 0) return 0;
  return std::min(static_cast<std::uint64_t>(value.count()), kLongest);
}

std::chrono::nanoseconds duration(std::uint64_t ns) {
  return std::chrono::nanoseconds(static_cast<std::int64_t>(ns));
}

}  // namespace

void Histogram::record(std::chrono::nanoseconds value, std::uint64_t times) {
  if (times == 0) return;
  if (counts_.empty()) counts_.resize(kBuckets);
  const std::uint64_t ns = bounded(value);
  counts_[index_of(ns)] += times;
  min_ns_ = count_ == 0 ? ns : std::min(min_ns_, ns);
  max_ns_ = std::max(max_ns_, ns);
  count_ += times;
  sum_ns_ += static_cast<double>(ns) * static_cast<double>(times);
}

void Histogram::merge(const Histogram& other) {
  if (other.count_ == 0) return;
  if (counts_.empty()) counts_.resize(kBuckets);
  for (std::size_t i = 0; i < kBuckets; ++i) counts_[i] += other.counts_[i];
  min_ns_ = count_ == 0 ? other.min_ns_ : std::min(min_ns_, other.min_ns_);
  max_ns_ = std::max(max_ns_, other.max_ns_);
  count_ += other.count_;
  sum_ns_ += other.sum_ns_;
}

void Histogram::clear() {
  std::fill(counts_.begin(), counts_.end(), 0);
  count_ = min_ns_ = max_ns_ = 0;
  sum_ns_ = 0;
}

std::chrono::nanoseconds Histogram::min() const {
  return duration(min_ns_);
}
std::chrono::nanoseconds Histogram::max() const {
  return duration(max_ns_);
}

double Histogram::mean_ns() const {
  return count_ == 0 ? 0.0 : sum_ns_ / static_cast<double>(count_);
}

std::chrono::nanoseconds Histogram::at(double quantile) const {
  if (count_ == 0) return {};
  const double wanted = std::ceil(std::clamp(quantile, 0.0, 1.0) * static_cast<double>(count_));
  const auto rank = std::clamp<std::uint64_t>(static_cast<std::uint64_t>(wanted), 1, count_);
  std::uint64_t seen = 0;
  for (std::size_t i = index_of(min_ns_); i < kBuckets; ++i) {
    seen += counts_[i];
    if (seen >= rank) return duration(std::min(upper_edge(i), max_ns_));
  }
  return max();
}

std::vector<std::pair<std::uint32_t, std::uint64_t>> Histogram::buckets() const {
  std::vector<std::pair<std::uint32_t, std::uint64_t>> found;
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    if (counts_[i] != 0) found.emplace_back(static_cast<std::uint32_t>(i), counts_[i]);
  }
  return found;
}

Histogram Histogram::from_buckets(const std::vector<std::pair<std::uint32_t, std::uint64_t>>& buckets,
                                  std::chrono::nanoseconds min, std::chrono::nanoseconds max, double sum_ns) {
  Histogram made;
  for (const auto& [index, times] : buckets) {
    if (index >= kBuckets || times == 0) continue;
    if (made.counts_.empty()) made.counts_.resize(kBuckets);
    made.counts_[index] += times;
    made.count_ += times;
  }
  if (made.count_ == 0) return made;
  made.min_ns_ = bounded(min);
  made.max_ns_ = bounded(max);
  made.sum_ns_ = sum_ns;
  return made;
}

}  // namespace mailrig::record
