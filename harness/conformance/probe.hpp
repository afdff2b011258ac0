// Finds out what the target is: connects to each service, reads greeting and capabilities, upgrades to TLS
// and logs in as far as it can. Runs the loop until it knows.
#pragma once

#include <chrono>
#include <string>

#include "harness/conformance/target.hpp"
#include "harness/net/loop.hpp"

namespace mailrig::conformance {

struct ProbeResult {
  enum class What : std::uint8_t {
    Found,
    Unreachable,  // no service answers
    Refused       // passwords would go in the clear, or the description makes no sense
  } what = What::Found;
  std::string message;  // one line a complaint
  Target target;
};

[[nodiscard]] ProbeResult probe(net::Loop& loop, const TargetSpec& spec, std::chrono::milliseconds timeout);

}  // namespace mailrig::conformance
