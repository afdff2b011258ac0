#include "harness/cli/check.hpp"

#include <csignal>
#include <cstdio>

#include <fmt/core.h>
#include <unistd.h>

#include "harness/cli/check_run.hpp"
#include "harness/cli/exit_code.hpp"
#include "harness/cli/matrix.hpp"
#include "harness/cli/refusal.hpp"

namespace mailrig::cli {

namespace {

void show_progress(std::size_t done, std::size_t all) {
  fmt::print(stderr, "\r{}/{}{}", done, all, done == all ? "\r\x1b[K" : "");
  std::fflush(stderr);
}

int play(const CheckOptions& options, net::Loop& loop, CheckPlan plan,
         const std::vector<conformance::ScenarioPtr>& wanted) {
  CheckRun run(loop, options, std::move(plan));
  if (!options.report.quiet() && ::isatty(STDERR_FILENO) == 1) run.run_options().progress = show_progress;
  for (const int signal : {SIGINT, SIGTERM}) {
    loop.on_signal(signal, [&run](int) { run.interrupt(); });
  }
  run.start(wanted, [&loop] { loop.stop(); });
  loop.run();
  const int exit_code = run.finish();
  fmt::print("{}", run.updated());
  const std::string untold = options.report.tell(reports::fold(run.events()));
  if (!run.gone().empty()) fmt::print(stderr, "mailrig: the target is gone: {}\n", run.gone());
  if (!untold.empty()) throw Refusal{kOurFault, untold};
  if (run.baseline_failed()) throw Refusal{kOurFault, options.ratchet.file() + ": can't be written\n"};
  if (run.record_failed())
    throw Refusal{kOurFault, options.report.out() + "/record.jsonl could not be written whole\n"};
  return exit_code;
}

int check(const CheckOptions& options, const MatrixOptions& matrix) {
  std::vector<conformance::ScenarioPtr> all, wanted;
  std::string complaints = options.scenarios.load(all, wanted);
  conformance::TargetSpec spec;
  std::vector<ColumnPlan> columns;
  complaints += matrix.wanted() ? options.report.no_matrix() +
                                      plan_columns(options.target, matrix, options.ratchet, columns)
                                : options.target.resolve(spec) + options.ratchet.no_column();
  BaselineFile baseline(options.ratchet.file());
  if (!matrix.wanted() && complaints.empty() && !options.ratchet.file().empty())
    complaints += baseline.read(options.ratchet.update());
  if (!complaints.empty()) throw Refusal{kWrongUse, complaints};
  const auto reply = options.run_options().play.limits.reply;  // mistakes show before anything is sent
  std::vector<std::string> ids;
  for (const conformance::ScenarioPtr& scenario : all) ids.push_back(scenario->id);
  if (matrix.wanted()) return check_matrix(options, std::move(columns), ids, wanted);
  net::Loop loop;
  CheckPlan plan;
  plan.target = find_target(loop, spec, reply);
  plan.target_words = options.target.again();
  plan.out = options.report.out();
  plan.seed = options.chosen_seed();
  if (!options.ratchet.file().empty()) plan.baseline = &baseline;
  plan.all = std::move(ids);
  return play(options, loop, std::move(plan), wanted);
}

}  // namespace

void add_check(Command app, Run& run) {
  Command sub = app.add_subcommand("check", "Run the conformance suite against a server");
  auto options = std::make_shared<CheckOptions>();
  options->add(sub);
  auto matrix = std::make_shared<MatrixOptions>();
  matrix->add(sub);
  sub.callback([options, matrix, &run] { run = [options, matrix] { return check(*options, *matrix); }; });
}

}  // namespace mailrig::cli
