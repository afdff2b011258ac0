#include "harness/cli/check_options.hpp"

#include <algorithm>
#include <random>
#include <utility>

#include "harness/cli/exit_code.hpp"
#include "harness/cli/refusal.hpp"
#include "harness/scenario/annotation.hpp"

namespace mailrig::cli {

namespace {

constexpr const char* kGroup = "The run";
constexpr std::chrono::milliseconds kLookLeast{3'000};  // for an answer that is there at all

}  // namespace

void CheckOptions::add(Command app) {
  scenarios.add(app);
  target.add(app);
  report.add(app, true);
  ratchet.add(app);
  add_pace(app);
  app.add_flag("--keep-wire", keep_wire, "Record the talk of scenarios that passed, too").group(kGroup);
  app.add_flag_callback(
         "--no-trials", [this] { trials = false; },
         "Don't try what the target does not offer; such trials count nowhere, a note says what works "
         "all the same")
      .group(kGroup);
}

void CheckOptions::add_pace(Command app) {
  app.add_option("--jobs", jobs, "Scenarios at once; no more than there are accounts for (default 16)")
      .range(1, 1000)
      .group(kGroup);
  app.add_option("--timeout", timeout, "How long a reply may take: 500ms, 10s (default 10s)").group(kGroup);
  app.add_option("--seed", seed, "For the names that a run makes up").group(kGroup);
}

conformance::RunOptions CheckOptions::run_options() const {
  conformance::RunOptions run;
  run.jobs = jobs;
  run.strict = report.strict();
  run.repeat = ratchet.repeat();
  run.retry = ratchet.retry();
  run.play.keep_wire = keep_wire;
  if (!timeout.empty()) {
    const auto time = scenario::parse_time(timeout);
    if (!time || time->count() == 0) throw Refusal{kWrongUse, "--timeout: meant is 500ms, 5s or 1min\n"};
    run.play.limits.reply = *time;
  }
  run.look.answer = std::clamp(run.play.limits.reply, kLookLeast, run.look.answer);
  return run;
}

std::uint64_t CheckOptions::chosen_seed() const {
  return seed != 0 ? seed : std::random_device{}();
}

std::function<std::string(const std::string&)> again_command(const CheckOptions& options,
                                                             std::string target_words) {
  const std::string folder = options.scenarios.folder();
  std::string words = std::move(target_words) + options.ratchet.again() +
                      (options.timeout.empty() ? "" : " --timeout " + options.timeout) +
                      (folder.empty() ? "" : " --scenarios " + folder);
  return [words = std::move(words)](const std::string& id) { return "mailrig check " + id + words; };
}

}  // namespace mailrig::cli
