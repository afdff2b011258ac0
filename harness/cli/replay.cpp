#include "harness/cli/replay.hpp"

#include <cstdio>
#include <filesystem>

#include <fmt/core.h>

#include "harness/cli/exit_code.hpp"
#include "harness/cli/ratchet_options.hpp"
#include "harness/cli/refusal.hpp"
#include "harness/cli/report_options.hpp"
#include "harness/cli/scenario_options.hpp"
#include "harness/conformance/replay_run.hpp"
#include "harness/conformance/stage.hpp"
#include "harness/record/reader.hpp"
#include "harness/record/writer.hpp"
#include "reports/reports.hpp"

namespace mailrig::cli {

namespace {

struct ReplayOptions {
  std::string record, baseline;
  ScenarioOptions scenarios;
  ReportOptions report;
  bool chosen = false;  // not all scenarios
};

conformance::Takes read(const std::string& path) {
  const record::Events read = record::read_file(path);
  for (const record::ReadError& error : read.errors) {
    throw Refusal{kWrongUse, fmt::format("{}:{}:1: {}\n", path, error.line, error.what)};
  }
  conformance::Takes takes = conformance::take_apart(read.events);
  if (!takes.started) throw Refusal{kWrongUse, path + ": no record: it does not begin with run_started\n"};
  if (!takes.stage) {
    throw Refusal{kWrongUse, path + ": nothing to judge again: it is the record of a " + takes.started->kind +
                                 ", meant is that of a check\n"};
  }
  return takes;
}

void write(const std::string& folder, const std::vector<record::Event>& events) {
  if (folder.empty()) return;
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  const auto writer = record::Writer::open(folder + "/record.jsonl");
  if (!writer) throw Refusal{kWrongUse, "--out: " + folder + "/record.jsonl can't be written\n"};
  for (const record::Event& event : events) writer->put(event);
  if (writer->failed()) throw Refusal{kOurFault, folder + "/record.jsonl could not be written whole\n"};
}

// What the run of then came to, by what is judged now: the same codes as check.
int assess(const ReplayOptions& options, const conformance::Takes& takes,
           const conformance::Baseline& baseline, const std::vector<conformance::ScenarioPtr>& all,
           std::vector<record::Event>& events) {
  std::vector<std::string> ids;
  for (const conformance::ScenarioPtr& scenario : all) ids.push_back(scenario->id);
  const conformance::RatchetOptions how{options.report.strict(), takes.started->retry > 0};
  const conformance::Assessment found =
      conformance::assess(conformance::outcomes(events), baseline, how, ids);
  for (const record::Standing& standing : found.standings) events.emplace_back(standing);
  if (takes.ended && takes.ended->interrupted) return kInterrupted;
  if (takes.ended && !takes.ended->gone.empty()) return kUnreachable;
  if (found.broken) return kOurFault;
  if (found.failed) return kFailed;
  return found.stale ? kBaselineOld : kAllWell;
}

record::RunStarted started(const conformance::Takes& takes, const conformance::ReplayResult& result,
                           const ReplayOptions& options) {
  record::RunStarted made = *takes.started;
  made.command = "mailrig replay " + options.record + "  # of " + made.command;
  made.baseline = options.baseline;
  for (std::string& remark : conformance::remarks_of(result)) made.remarks.push_back(std::move(remark));
  return made;
}

std::vector<record::Event> judge(const ReplayOptions& options) {
  const conformance::Takes takes = read(options.record);
  conformance::ReplayChoice choice;
  choice.others = !options.chosen;
  std::string complaints = options.scenarios.load(choice.all, choice.wanted);
  BaselineFile baseline(options.baseline);
  if (!options.baseline.empty()) complaints += baseline.read(false);
  if (!complaints.empty()) throw Refusal{kWrongUse, complaints};
  const auto then = conformance::restage(*takes.stage);
  if (!then)
    throw Refusal{kWrongUse, options.record + ": speaks of abilities that this version does not know\n"};
  conformance::ReplayResult result =
      conformance::replay(takes, {then->target, then->options, then->masker}, choice);
  if (result.done == 0) throw Refusal{kWrongUse, options.record + ": has none of the chosen scenarios\n"};
  std::vector<record::Event> events{started(takes, result, options), *takes.stage};
  std::move(result.events.begin(), result.events.end(), std::back_inserter(events));
  record::RunEnded ended = takes.ended.value_or(record::RunEnded{});
  ended.exit_code = assess(options, takes, baseline.list, choice.all, events);
  events.emplace_back(ended);
  return events;
}

int replay(const ReplayOptions& options) {
  const std::vector<record::Event> events = judge(options);
  write(options.report.out(), events);
  const std::string untold = options.report.tell(reports::fold(events));
  if (!untold.empty()) throw Refusal{kOurFault, untold};
  return std::get<record::RunEnded>(events.back()).exit_code;
}

}  // namespace

void add_replay(Command app, Run& run) {
  Command sub = app.add_subcommand("replay", "Judge a record again by today's scenarios, without a network");
  auto options = std::make_shared<ReplayOptions>();
  sub.add_option("record", options->record, "record.jsonl of a check").required();
  options->scenarios.add(sub);
  options->report.add(sub, true);
  sub.add_option("--baseline", options->baseline,
                 "List of known failures (TOML): they and only they may fail");
  sub.callback([options, sub, &run] {
    for (const char* narrows : {"scenarios", "--exclude", "--protocol", "--rfc", "--tag"}) {
      options->chosen = options->chosen || sub.count(narrows) > 0;
    }
    run = [options] { return replay(*options); };
  });
}

}  // namespace mailrig::cli
