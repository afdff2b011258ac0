// A record taken apart by scenario, so that each can be judged again.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "harness/record/event.hpp"

namespace mailrig::conformance {

// What a record has of one attempt at a scenario.
struct Take {
  record::ScenarioStarted started;
  std::optional<record::Transcript> transcript;  // its talk was kept
  std::vector<record::Wire> wire;
  std::vector<record::Judgement> judgements;
  std::optional<record::ScenarioEnded> ended;  // missing: the run was cut off
};

struct Takes {
  std::optional<record::RunStarted> started;
  std::optional<record::Stage> stage;
  std::vector<Take> takes;            // in the order in which they began
  std::vector<record::Event> others;  // of no scenario: trials of what is not offered
  std::optional<record::RunEnded> ended;
};

[[nodiscard]] Takes take_apart(std::span<const record::Event> events);

// The same findings, wherever in the file their lines stand today.
[[nodiscard]] bool same_findings(std::span<const record::Judgement> a, std::span<const record::Judgement> b);

}  // namespace mailrig::conformance
