// What is judged of one scenario, on its way into the record, and what it comes to. The same for a
// scenario that is played and for one that is judged again: times are arguments.
#pragma once

#include <chrono>
#include <string>

#include "harness/conformance/selection.hpp"
#include "harness/conformance/verdict.hpp"
#include "harness/play/player.hpp"
#include "harness/record/event.hpp"
#include "harness/record/mask.hpp"

namespace mailrig::conformance {

class Ruling {
 public:
  // All outlive it.
  Ruling(const scenario::Scenario& scenario, const scenario::Program& program, const record::Masker& masker,
         record::Sink& sink)
      : scenario_(scenario), program_(program), masker_(masker), sink_(sink) {}

  void begin(record::Elapsed at);
  void judged(const play::Judged& judged, record::Elapsed at);
  // Its set-up is over, and failed.
  void could_not_be_set_up();
  // The whole scenario's time was up in `phase`.
  void past_deadline(scenario::Phase phase, std::chrono::milliseconds deadline, record::Elapsed at);
  [[nodiscard]] record::Verdict verdict() const { return verdict_.verdict(); }
  void end(record::Elapsed at, const std::string& again);

 private:
  const scenario::Scenario& scenario_;
  const scenario::Program& program_;
  const record::Masker& masker_;
  record::Sink& sink_;
  VerdictFold verdict_;
  std::string setup_failure_;
  record::Elapsed began_{};
};

// Of a scenario that begins, or is skipped.
[[nodiscard]] record::ScenarioStarted started_event(const scenario::Scenario& scenario, record::Elapsed at);

}  // namespace mailrig::conformance
