// One run of the suite on one target: its record, its reports, its exit code. `mailrig check` has one;
// a matrix has several side by side on one loop.
//
//   CheckRun run(loop, options, {target, …});
//   run.start(wanted, [&] { loop.stop(); });   loop.run();
//   const int exit_code = run.finish();        // when all runs have ended
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "harness/cli/check_options.hpp"
#include "harness/cli/refusal.hpp"
#include "harness/conformance/runner.hpp"
#include "harness/conformance/trials.hpp"
#include "harness/record/mask.hpp"
#include "harness/record/memory.hpp"
#include "harness/record/writer.hpp"

namespace mailrig::cli {

// What is a run's own.
struct CheckPlan {
  conformance::Target target;
  std::string target_words;  // flags that name the target again
  std::string out;           // folder of its reports; empty: none
  std::uint64_t seed = 1;
  std::string column;                                  // its name among runs side by side; empty: it is alone
  std::shared_ptr<conformance::AccountPool> accounts;  // shared with these; empty: its own
  BaselineFile* baseline = nullptr;                    // outlives the run
  std::vector<std::string> all;                        // ids of all scenarios that there are
};

class CheckRun {
 public:
  // Throws Refusal if the record can't be written. Loop and options outlive it.
  CheckRun(net::Loop& loop, const CheckOptions& options, CheckPlan plan);
  CheckRun(const CheckRun&) = delete;
  CheckRun& operator=(const CheckRun&) = delete;

  [[nodiscard]] conformance::RunOptions& run_options() { return options_; }  // before start()
  // `ended` is called from the loop, once.
  void start(std::vector<conformance::ScenarioPtr> wanted, std::function<void()> ended);
  void interrupt();
  // Removes what is left of the run, judges it by the baseline, and ends the record. Runs the loop again.
  int finish();
  // What was changed in the baseline, whole lines; whether it was to be and could not be written.
  [[nodiscard]] const std::string& updated() const { return updated_; }
  [[nodiscard]] bool baseline_failed() const { return baseline_failed_; }

  [[nodiscard]] const std::vector<record::Event>& events() const { return memory_.events(); }
  [[nodiscard]] const std::string& gone() const {
    return outcome_.gone;
  }  // the target went away: what was seen
  [[nodiscard]] bool record_failed() { return writer_ && writer_->failed(); }

 private:
  [[nodiscard]] record::RunStarted start_event() const;
  void start_trials(std::function<void()> ended);
  [[nodiscard]] int assess();

  net::Loop& loop_;
  bool strict_, update_, interrupted_ = false;
  CheckPlan plan_;
  conformance::RunOptions options_;
  record::Masker masker_;
  record::Memory memory_;
  std::unique_ptr<record::Writer> writer_;
  record::Tee sink_;
  net::Time began_;
  conformance::Runner runner_;
  std::unique_ptr<conformance::Trials> trials_;  // none: not wanted
  std::vector<conformance::ScenarioPtr> wanted_;
  conformance::RunOutcome outcome_;
  std::string updated_;
  bool baseline_failed_ = false;
};

// The target as the probe finds it; throws Refusal.
[[nodiscard]] conformance::Target find_target(net::Loop& loop, const conformance::TargetSpec& spec,
                                              std::chrono::milliseconds reply);

// The record of a run that could not begin, for whoever reads records; written, too, if `plan.out` is named.
[[nodiscard]] std::vector<record::Event> record_of_none(const CheckPlan& plan, const Refusal& refusal);

}  // namespace mailrig::cli
