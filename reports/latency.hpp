// The percentiles that every report shows of a histogram.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <string_view>

#include "harness/record/histogram.hpp"

namespace mailrig::reports {

struct Quantile {
  std::string_view name;  // "p99.9"
  double value;           // 0.999
};
inline constexpr std::array<Quantile, 6> kQuantiles{
    {{"p50", 0.5}, {"p90", 0.9}, {"p95", 0.95}, {"p99", 0.99}, {"p99.9", 0.999}, {"p99.99", 0.9999}}};

struct Latency {
  std::uint64_t count = 0;
  std::chrono::nanoseconds min{}, mean{}, max{};
  std::array<std::chrono::nanoseconds, kQuantiles.size()> quantiles{};
};
[[nodiscard]] inline Latency latency_of(const record::Histogram& histogram) {
  Latency latency;
  latency.count = histogram.count();
  latency.min = histogram.min();
  latency.mean = std::chrono::nanoseconds(static_cast<std::int64_t>(histogram.mean_ns()));
  latency.max = histogram.max();
  for (std::size_t i = 0; i < kQuantiles.size(); ++i)
    latency.quantiles.at(i) = histogram.at(kQuantiles.at(i).value);
  return latency;
}

}  // namespace mailrig::reports
