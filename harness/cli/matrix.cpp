#include "harness/cli/matrix.hpp"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <map>
#include <memory>
#include <utility>

#include <fmt/core.h>
#include <unistd.h>

#include "harness/cli/check_run.hpp"
#include "harness/cli/exit_code.hpp"
#include "harness/cli/refusal.hpp"
#include "reports/matrix.hpp"

namespace mailrig::cli {

namespace {

// A column while it is played; without a run, the target was not there.
struct Column {
  ColumnPlan plan;
  std::unique_ptr<CheckRun> run;
  std::vector<record::Event> not_run;
  std::size_t done = 0, all = 0;
  [[nodiscard]] const std::vector<record::Event>& events() const { return run ? run->events() : not_run; }
};

class MatrixRun {
 public:
  MatrixRun(const CheckOptions& options, std::vector<ColumnPlan> plans)
      : options_(options), seed_(options.chosen_seed()) {
    for (ColumnPlan& plan : plans) {
      ++columns_of_[plan.server];
      columns_.push_back(Column{std::move(plan), nullptr, {}, 0, 0});
    }
  }

  int run(const std::vector<conformance::ScenarioPtr>& wanted) {
    for (std::size_t i = 0; i < columns_.size(); ++i) find(columns_[i], seed_ + i);
    play(wanted);
    return report();
  }

 private:
  [[nodiscard]] std::string folder(const Column& column) const {
    return options_.report.out().empty() ? "" : options_.report.out() + "/" + column.plan.name;
  }

  // Seeds differ, so that no column takes another's mailboxes and mail for its own.
  void find(Column& column, std::uint64_t seed) {
    CheckPlan plan;
    plan.target_words = column.plan.target_words;
    plan.out = folder(column);
    plan.seed = seed;
    plan.column = column.plan.name;
    plan.accounts = accounts_;
    try {
      plan.target = find_target(loop_, column.plan.spec, options_.run_options().play.limits.reply);
    } catch (const Refusal& refusal) {
      if (refusal.code != kUnreachable)
        throw Refusal{refusal.code, column.plan.name + ": " + refusal.message};
      column.not_run = record_of_none(plan, refusal);
      return;
    }
    column.run = std::make_unique<CheckRun>(loop_, options_, std::move(plan));
    conformance::RunOptions& run = column.run->run_options();
    run.jobs = std::max<std::size_t>(1, run.jobs / columns_of_[column.plan.server]);
    if (!options_.report.quiet() && ::isatty(STDERR_FILENO) == 1) {
      run.progress = [this, &column](std::size_t done, std::size_t all) {
        column.done = done;
        column.all = all;
        show_progress();
      };
    }
  }

  void show_progress() const {
    std::size_t done = 0, all = 0;
    for (const Column& column : columns_) {
      done += column.done;
      all += column.all;
    }
    fmt::print(stderr, "\r{}/{}{}", done, all, done == all ? "\r\x1b[K" : "");
    std::fflush(stderr);
  }

  void play(const std::vector<conformance::ScenarioPtr>& wanted) {
    for (const int signal : {SIGINT, SIGTERM}) {
      loop_.on_signal(signal, [this](int) {
        for (Column& column : columns_) {
          if (column.run) column.run->interrupt();
        }
      });
    }
    std::size_t running = 0;
    for (Column& column : columns_) {
      if (!column.run) continue;
      ++running;
      column.run->start(wanted, [this, &running] {
        if (--running == 0) loop_.stop();
      });
    }
    if (running > 0) loop_.run();
    for (Column& column : columns_) {
      if (column.run) (void)column.run->finish();
    }
  }

  int report() {
    std::vector<reports::NamedRun> runs;
    for (const Column& column : columns_) runs.push_back({column.plan.name, reports::fold(column.events())});
    const reports::Matrix matrix = reports::fold_matrix(std::move(runs));
    std::string untold = options_.report.tell(matrix);
    for (const Column& column : columns_) {
      if (!column.run) continue;
      if (!column.run->gone().empty())
        fmt::print(stderr, "mailrig: {}: the target is gone: {}\n", column.plan.name, column.run->gone());
      if (column.run->record_failed())
        untold += folder(column) + "/record.jsonl could not be written whole\n";
    }
    if (!untold.empty()) throw Refusal{kOurFault, untold};
    return matrix.exit_code;
  }

  const CheckOptions& options_;
  std::uint64_t seed_;
  net::Loop loop_;
  std::shared_ptr<conformance::AccountPool> accounts_ = std::make_shared<conformance::AccountPool>();
  std::map<std::size_t, std::size_t> columns_of_;  // by server
  std::vector<Column> columns_;
};

}  // namespace

int check_matrix(const CheckOptions& options, std::vector<ColumnPlan> plans,
                 const std::vector<conformance::ScenarioPtr>& wanted) {
  return MatrixRun(options, std::move(plans)).run(wanted);
}

}  // namespace mailrig::cli
