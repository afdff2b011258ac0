// A log-linear histogram of durations, mergeable, of fixed size: each power of two is split into
// kSubBuckets, so a percentile is right within 1/kSubBuckets of its value. record() allocates
// nothing once built. 1 ns to about 36 minutes; what is longer counts as the longest.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace mailrig::record {

class Histogram {
 public:
  static constexpr unsigned kSubBucketBits = 7;  // relative error below 1/128
  static constexpr unsigned kMaxExponent = 41;   // 2^41 ns

  void record(std::chrono::nanoseconds value, std::uint64_t times = 1);
  void merge(const Histogram& other);
  void clear();
  [[nodiscard]] std::uint64_t count() const { return count_; }
  [[nodiscard]] std::chrono::nanoseconds min() const;
  [[nodiscard]] std::chrono::nanoseconds max() const;
  [[nodiscard]] double mean_ns() const;
  // `quantile` in [0, 1]: the upper edge of the bucket that holds it, at most max().
  [[nodiscard]] std::chrono::nanoseconds at(double quantile) const;
  // Non-empty buckets as (index, count), ascending; and the way back.
  [[nodiscard]] std::vector<std::pair<std::uint32_t, std::uint64_t>> buckets() const;
  static Histogram from_buckets(const std::vector<std::pair<std::uint32_t, std::uint64_t>>& buckets,
                                std::chrono::nanoseconds min, std::chrono::nanoseconds max, double sum_ns);
  [[nodiscard]] double sum_ns() const { return sum_ns_; }

 private:
  std::vector<std::uint64_t> counts_;  // empty until the first record()
  std::uint64_t count_ = 0;
  std::uint64_t min_ns_ = 0, max_ns_ = 0;
  double sum_ns_ = 0;
};

}  // namespace mailrig::record
