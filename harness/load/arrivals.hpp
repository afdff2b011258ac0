// When things start: pure schedules, times since the run's start. A thread of several takes its
// share: threads together keep the rate.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "harness/load/random.hpp"

namespace mailrig::load {

using Nanoseconds = std::chrono::nanoseconds;

enum class ArrivalKind : std::uint8_t { Closed, Constant, Poisson };

struct Arrivals {
  ArrivalKind kind = ArrivalKind::Closed;
  std::uint32_t sessions = 1;  // closed: so many; open: at most so many at once
  double per_second = 0;       // open
};
// "closed, 50 sessions"; "open, constant 200/s"
[[nodiscard]] std::string describe(const Arrivals& arrivals);

struct Share {
  std::uint32_t index = 0, count = 1;  // of the threads
};

// Open arrivals. During the ramp the rate grows from nothing to the whole in a straight line; one
// curve of the expected number of arrivals by now serves both kinds: a constant rate takes its whole
// numbers, a Poisson process walks it in exponential steps.
class Schedule {
 public:
  Schedule(const Arrivals& arrivals, Nanoseconds ramp, Share share, std::uint64_t seed);
  [[nodiscard]] Nanoseconds next();  // never descending

 private:
  [[nodiscard]] Nanoseconds when(double expected) const;
  ArrivalKind kind_;
  double per_second_, ramp_seconds_;
  Share share_;
  Random random_;
  double expected_ = 0;
  std::uint64_t taken_ = 0;
};

// Closed: session `index` of `count` begins after its part of the ramp.
[[nodiscard]] Nanoseconds closed_start(std::uint32_t index, std::uint32_t count, Nanoseconds ramp);
// How many of `count` sessions belong to this thread, and which number the n-th of them has.
[[nodiscard]] std::uint32_t part(std::uint32_t count, Share share);
[[nodiscard]] inline std::uint32_t global_index(std::uint32_t nth, Share share) {
  return nth * share.count + share.index;
}

}  // namespace mailrig::load
