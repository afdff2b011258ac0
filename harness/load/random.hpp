// splitmix64: small, fast, the same everywhere. Random numbers are an argument throughout load/.
#pragma once

#include <cmath>
#include <cstdint>

namespace mailrig::load {

class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() {
    state_ += 0x9E3779B97F4A7C15U;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31U);
  }
  double unit() { return static_cast<double>(next() >> 11U) * 0x1.0p-53; }  // [0, 1)
  double exponential() { return -std::log1p(-unit()); }                     // mean 1

 private:
  std::uint64_t state_;
};

}  // namespace mailrig::load
