// One scenario of a record, judged again: today's scenario is compiled for what the target could do then,
// and its player is fed with what came then, at the times when it came. No network, no clock. What the
// dialogue sends must be, octet for octet, what was sent then; otherwise nothing can be said.
#pragma once

#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "harness/conformance/play_options.hpp"
#include "harness/conformance/selection.hpp"
#include "harness/conformance/takes.hpp"
#include "harness/record/mask.hpp"

namespace mailrig::conformance {

// As in a record: the scenario's start, its judgements, its end.
struct JudgedAgain {
  record::ScenarioStarted started;
  std::vector<record::Judgement> judgements;
  record::ScenarioEnded ended;
};
// "can't be judged again: the dialogue now sends …"
struct CannotJudge {
  std::string reason;
};

// What it was played on and judged by then. All outlive the call.
struct Then {
  const Target& target;  // as far as stage.hpp keeps it
  const PlayOptions& options;
  const record::Masker& masker;  // knows the placeholders
};
[[nodiscard]] std::variant<JudgedAgain, CannotJudge> judge_again(const scenario::Scenario& scenario,
                                                                 const Take& take, const Then& then);

}  // namespace mailrig::conformance
