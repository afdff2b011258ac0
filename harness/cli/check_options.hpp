// The flags of mailrig check, as far as they are the same for every run of it.
#pragma once

#include <cstdint>
#include <string>

#include "harness/cli/ratchet_options.hpp"
#include "harness/cli/report_options.hpp"
#include "harness/cli/scenario_options.hpp"
#include "harness/cli/target_options.hpp"
#include "harness/conformance/runner.hpp"

namespace mailrig::cli {

struct CheckOptions {
  ScenarioOptions scenarios;
  TargetOptions target;
  ReportOptions report;
  RatchetOptions ratchet;
  std::string timeout;
  std::size_t jobs = 16;
  std::uint64_t seed = 0;
  bool keep_wire = false, trials = true;

  void add(Command app);
  void add_pace(Command app);  // --jobs, --timeout, --seed alone
  // All but seed and `again`, which are each run's own. Throws Refusal at a mistake.
  [[nodiscard]] conformance::RunOptions run_options() const;
  [[nodiscard]] std::uint64_t chosen_seed() const;  // --seed, or one of chance
};

// "mailrig check ID …" with the words that name a target.
[[nodiscard]] std::function<std::string(const std::string&)> again_command(const CheckOptions& options,
                                                                           std::string target_words);

}  // namespace mailrig::cli
