#include "harness/cli/matrix.hpp"

#include <algorithm>
#include <cstdio>
#include <map>
#include <memory>
#include <utility>

#include <fmt/core.h>
#include <unistd.h>

#include "harness/cli/check_run.hpp"
#include "harness/cli/exit_code.hpp"
#include "harness/cli/refusal.hpp"
#include "harness/cli/side_by_side.hpp"
#include "reports/matrix.hpp"

namespace mailrig::cli {

namespace {

// A column while it is played; without a run, the target was not there.
struct Column {
  ColumnPlan plan;
  std::unique_ptr<BaselineFile> baseline;  // of its known failures, if one is named
  std::unique_ptr<CheckRun> run;
  std::vector<record::Event> not_run;
  [[nodiscard]] const std::vector<record::Event>& events() const { return run ? run->events() : not_run; }
};

class MatrixRun {
 public:
  MatrixRun(const CheckOptions& options, std::vector<ColumnPlan> plans, const std::vector<std::string>& all)
      : options_(options), all_(all), seed_(options.chosen_seed()) {
    for (ColumnPlan& plan : plans) {
      ++columns_of_[plan.server];
      columns_.push_back(Column{std::move(plan), nullptr, nullptr, {}});
    }
    read_lists();
  }

  int run(const std::vector<conformance::ScenarioPtr>& wanted) {
    for (std::size_t i = 0; i < columns_.size(); ++i) find(columns_[i], seed_ + i);
    play(wanted);
    return report();
  }

 private:
  // Mistakes show before anything is sent.
  void read_lists() {
    std::string complaints;
    for (Column& column : columns_) {
      if (column.plan.baseline.empty()) continue;
      column.baseline = std::make_unique<BaselineFile>(column.plan.baseline);
      complaints += column.baseline->read(options_.ratchet.update());
    }
    if (!complaints.empty()) throw Refusal{kWrongUse, complaints};
  }

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
    plan.baseline = column.baseline.get();
    plan.all = all_;
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
  }

  void play(const std::vector<conformance::ScenarioPtr>& wanted) {
    std::vector<CheckRun*> runs;
    for (Column& column : columns_) {
      if (column.run) runs.push_back(column.run.get());
    }
    play_side_by_side(loop_, runs, wanted, !options_.report.quiet() && ::isatty(STDERR_FILENO) == 1);
  }

  int report() {
    std::vector<reports::NamedRun> runs;
    for (const Column& column : columns_) runs.push_back({column.plan.name, reports::fold(column.events())});
    const reports::Matrix matrix = reports::fold_matrix(std::move(runs));
    std::string untold = options_.report.tell(matrix);
    for (const Column& column : columns_) {
      if (!column.run) continue;
      fmt::print("{}", column.run->updated());
      if (!column.run->gone().empty())
        fmt::print(stderr, "mailrig: {}: the target is gone: {}\n", column.plan.name, column.run->gone());
      if (column.run->record_failed())
        untold += folder(column) + "/record.jsonl could not be written whole\n";
      if (column.run->baseline_failed()) untold += column.plan.baseline + ": can't be written\n";
    }
    if (!untold.empty()) throw Refusal{kOurFault, untold};
    return matrix.exit_code;
  }

  const CheckOptions& options_;
  const std::vector<std::string>& all_;  // ids of all scenarios that there are
  std::uint64_t seed_;
  net::Loop loop_;
  std::shared_ptr<conformance::AccountPool> accounts_ = std::make_shared<conformance::AccountPool>();
  std::map<std::size_t, std::size_t> columns_of_;  // by server
  std::vector<Column> columns_;
};

}  // namespace

int check_matrix(const CheckOptions& options, std::vector<ColumnPlan> plans,
                 const std::vector<std::string>& all, const std::vector<conformance::ScenarioPtr>& wanted) {
  return MatrixRun(options, std::move(plans), all).run(wanted);
}

}  // namespace mailrig::cli
