#include "harness/load/arrivals.hpp"

#include <fmt/format.h>

namespace mailrig::load {

std::string describe(const Arrivals& arrivals) {
  switch (arrivals.kind) {
    case ArrivalKind::Closed:
      return fmt::format("closed, {} sessions", arrivals.sessions);
    case ArrivalKind::Constant:
      return fmt::format("open, constant {:g}/s", arrivals.per_second);
    case ArrivalKind::Poisson:
      return fmt::format("open, Poisson {:g}/s", arrivals.per_second);
  }
  return {};
}

Schedule::Schedule(const Arrivals& arrivals, Nanoseconds ramp, Share share, std::uint64_t seed)
    : kind_(arrivals.kind),
      per_second_(arrivals.per_second),
      ramp_seconds_(std::chrono::duration<double>(ramp).count()),
      share_(share),
      random_(seed) {}

Nanoseconds Schedule::next() {
  if (kind_ == ArrivalKind::Constant) {
    // Arrival 0 of the whole run is at the first moment that one is expected.
    return when(static_cast<double>(taken_++ * share_.count + share_.index + 1));
  }
  expected_ += random_.exponential() * share_.count;
  return when(expected_);
}

// The inverse of: rate * t^2 / (2 * ramp) up to the ramp's end, rate * (t - ramp / 2) after it.
Nanoseconds Schedule::when(double expected) const {
  const double in_ramp = per_second_ * ramp_seconds_ / 2;
  const double seconds = expected < in_ramp ? std::sqrt(2 * ramp_seconds_ * expected / per_second_)
                                            : expected / per_second_ + ramp_seconds_ / 2;
  return Nanoseconds(static_cast<std::int64_t>(seconds * 1e9));
}

Nanoseconds closed_start(std::uint32_t index, std::uint32_t count, Nanoseconds ramp) {
  if (count == 0) return {};
  const double part = static_cast<double>(index) / count;  // a long ramp times an index leaves 64 bits
  return Nanoseconds(static_cast<std::int64_t>(static_cast<double>(ramp.count()) * part));
}

std::uint32_t part(std::uint32_t count, Share share) {
  return count / share.count + (share.index < count % share.count ? 1 : 0);
}

}  // namespace mailrig::load
