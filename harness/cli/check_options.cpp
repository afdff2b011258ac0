#include "harness/cli/check_options.hpp"

#include <random>
#include <utility>

#include <CLI/CLI.hpp>
#include <unistd.h>

#include "harness/cli/exit_code.hpp"
#include "harness/cli/refusal.hpp"
#include "harness/scenario/annotation.hpp"

namespace mailrig::cli {

void CheckOptions::add(CLI::App& app) {
  scenarios.add(app);
  target.add(app);
  const std::string group = "The run";
  app.add_option("--jobs", jobs, "Scenarios at once; no more than there are accounts for (default 16)")
      ->check(CLI::Range(1, 1000))
      ->group(group);
  app.add_option("--timeout", timeout, "How long a reply may take: 500ms, 10s (default 10s)")->group(group);
  app.add_flag("--strict", strict, "A broken SHOULD fails the run, too")->group(group);
  app.add_option("--out", out, "Folder for report.html, report.json, junit.xml and record.jsonl")
      ->group(group);
  app.add_flag("--keep-wire", keep_wire, "Record the talk of scenarios that passed, too")->group(group);
  app.add_option("--seed", seed, "For the names that a run makes up")->group(group);
  app.add_flag("-q,--quiet", quiet, "The summary alone")->group(group);
  app.add_flag("-v,--verbose", verbose, "Every finding whole")->group(group);
  app.add_option("--color,--colour", color, "auto, always or never")
      ->check(CLI::IsMember({"auto", "always", "never"}))
      ->group(group);
}

conformance::RunOptions CheckOptions::run_options() const {
  conformance::RunOptions run;
  run.jobs = jobs;
  run.strict = strict;
  run.play.keep_wire = keep_wire;
  if (!timeout.empty()) {
    const auto time = scenario::parse_time(timeout);
    if (!time || time->count() == 0) throw Refusal{kWrongUse, "--timeout: meant is 500ms, 5s or 1min\n"};
    run.play.limits.reply = *time;
  }
  return run;
}

bool CheckOptions::wants_colour() const {
  return color == "always" || (color == "auto" && ::isatty(STDOUT_FILENO) == 1);
}

std::uint64_t CheckOptions::chosen_seed() const {
  return seed != 0 ? seed : std::random_device{}();
}

std::function<std::string(const std::string&)> again_command(const CheckOptions& options,
                                                             std::string target_words) {
  const std::string folder = options.scenarios.folder();
  std::string words = std::move(target_words) + (folder.empty() ? "" : " --scenarios " + folder);
  return [words = std::move(words)](const std::string& id) { return "mailrig check " + id + words; };
}

}  // namespace mailrig::cli
