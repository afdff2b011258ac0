// What is judged of one scenario, on its way into the record, and what it comes to. The same for a
// scenario that is played and for one that is judged again: times are arguments.
#pragma once

#include <chrono>
#include <exception>
#include <string>
#include <vector>

#include "harness/conformance/presence.hpp"
#include "harness/conformance/selection.hpp"
#include "harness/conformance/verdict.hpp"
#include "harness/play/player.hpp"
#include "harness/record/event.hpp"
#include "harness/record/mask.hpp"

namespace mailrig::conformance {

class Ruling {
 public:
  // All outlive it.
  Ruling(const scenario::Scenario& scenario, const scenario::Program& program, std::uint32_t attempt,
         const record::Masker& masker, record::Sink& sink)
      : scenario_(scenario), program_(program), attempt_(attempt), masker_(masker), sink_(sink) {}

  // What is judged goes into the record at once; how it began and ended, for the caller to put there.
  [[nodiscard]] record::ScenarioStarted begin(record::Elapsed at);
  void judged(const play::Judged& judged, record::Elapsed at);
  // Judged before, and counts.
  void carry_over(const record::Judgement& judgement);
  // Its set-up is over, and failed.
  void could_not_be_set_up();
  // The whole scenario's time was up. The deadline is ours, and no reply was late: nothing is proved.
  void past_deadline(std::chrono::milliseconds deadline, record::Elapsed at);
  // Something of ours threw.
  void broke(const std::exception& mistake, record::Elapsed at);
  // What came to light of the target meanwhile.
  void found(const Found& found, record::Elapsed at);
  // Clean-up was not over in its time.
  void cleanup_past_deadline() { not_cleaned_up_ = "clean-up did not end in its time"; }
  // Why what set-up made may still be there; empty: it is not, or nothing was made.
  [[nodiscard]] const std::string& not_cleaned_up() const { return not_cleaned_up_; }
  [[nodiscard]] record::Verdict verdict() const { return verdict_.verdict(); }
  [[nodiscard]] record::ScenarioEnded end(record::Elapsed at, const std::string& again) const;
  [[nodiscard]] const std::vector<record::Judgement>& judgements() const { return said_; }

 private:
  void put(record::Judgement judgement);
  void look_at_fixture(const record::Judgement& judgement);
  void say(record::Judgement::Source source, Level level, const std::string& why, record::Elapsed at,
           std::string_view rule = {});

  const scenario::Scenario& scenario_;
  const scenario::Program& program_;
  std::uint32_t attempt_;
  const record::Masker& masker_;
  record::Sink& sink_;
  VerdictFold verdict_;
  std::vector<record::Judgement> said_;
  std::string setup_failure_, not_cleaned_up_;
  bool helper_spoke_ = false;
  record::Elapsed began_{};
};

// Of a scenario that begins, or is skipped.
[[nodiscard]] record::ScenarioStarted started_event(const scenario::Scenario& scenario, std::uint32_t attempt,
                                                    record::Elapsed at);

}  // namespace mailrig::conformance
