// What each scenario of a run came to, from its record: the verdict and the shape of each attempt.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "harness/conformance/shape.hpp"
#include "harness/record/event.hpp"

namespace mailrig::conformance {

struct Attempt {
  std::uint32_t number = 1;
  record::Verdict verdict = record::Verdict::Broken;
  Shape shape;
};

struct Outcome {
  std::string id;
  std::vector<Attempt> attempts;  // by number; those that ended
  [[nodiscard]] record::Verdict verdict() const;
  [[nodiscard]] std::size_t passed() const;
  [[nodiscard]] std::vector<record::Verdict> verdicts() const;
  [[nodiscard]] Shape shape() const;  // of all attempts: what any of them broke
};

// By id. Without attempts that did not end or that the target was not there for, and scenarios that had none
// else.
[[nodiscard]] std::vector<Outcome> outcomes(std::span<const record::Event> events);

}  // namespace mailrig::conformance
