// From a scenario to a program: names become slots, templates are split, patterns parsed, set-up and
// clean-up written for what the target can do.
#pragma once

#include <array>

#include "harness/scenario/diagnostic.hpp"
#include "harness/scenario/scenario.hpp"

namespace mailrig::scenario {

// What a fixture must know about one service of the target.
struct ServiceFacts {
  bool there = false;
  bool starttls = false;    // the run's TLS mode is to upgrade
  bool auth_plain = false;  // log in by SASL, not by LOGIN or USER and PASS
};

struct FixtureFacts {
  std::array<ServiceFacts, kServiceCount> services;  // by Service
  bool literal_plus = false;                         // write literals as {n+}
  bool uidplus = false;                              // UID EXPUNGE
  [[nodiscard]] const ServiceFacts& of(Service service) const {
    return services[static_cast<std::size_t>(service)];
  }
  ServiceFacts& of(Service service) { return services[static_cast<std::size_t>(service)]; }
};

// Mistakes are added to `mistakes`; a program with mistakes is not to be played.
[[nodiscard]] Program compile(const Scenario& scenario, const FixtureFacts& facts, Diagnostics& mistakes);
// Of a scenario that was loaded without mistakes. Throws std::logic_error if it has one all the same.
[[nodiscard]] Program compile(const Scenario& scenario, const FixtureFacts& facts);

}  // namespace mailrig::scenario
