#include "harness/cli/replay.hpp"

#include <cstdio>
#include <filesystem>

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include "harness/cli/exit_code.hpp"
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
  std::string record;
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

std::vector<record::Event> whole_run(const conformance::Takes& takes, conformance::ReplayResult result,
                                     const std::string& path, int exit_code) {
  record::RunStarted started = *takes.started;
  started.command = "mailrig replay " + path + "  # of " + started.command;
  for (std::string& remark : conformance::remarks_of(result)) started.remarks.push_back(std::move(remark));
  std::vector<record::Event> events{started, *takes.stage};
  std::move(result.events.begin(), result.events.end(), std::back_inserter(events));
  record::RunEnded ended;
  ended.at = takes.length;
  ended.exit_code = exit_code;
  events.emplace_back(ended);
  return events;
}

int replay(const ReplayOptions& options) {
  try {
    const conformance::Takes takes = read(options.record);
    conformance::ReplayChoice choice;
    choice.others = !options.chosen;
    choice.strict = options.report.strict();
    const std::string complaints = options.scenarios.load(choice.all, choice.wanted);
    if (!complaints.empty()) throw Refusal{kWrongUse, complaints};
    const auto then = conformance::restage(*takes.stage);
    if (!then)
      throw Refusal{kWrongUse, options.record + ": speaks of abilities that this version does not know\n"};
    conformance::ReplayResult result =
        conformance::replay(takes, {then->target, then->options, then->masker}, choice);
    if (result.done == 0) throw Refusal{kWrongUse, options.record + ": has none of the chosen scenarios\n"};
    const int exit_code = result.exit_code;
    const auto events = whole_run(takes, std::move(result), options.record, exit_code);
    write(options.report.out(), events);
    const std::string untold = options.report.tell(reports::fold(events));
    if (!untold.empty()) throw Refusal{kOurFault, untold};
    return exit_code;
  } catch (const Refusal& refusal) {
    fmt::print(stderr, "{}", refusal.message);
    return refusal.code;
  } catch (const std::exception& error) {
    fmt::print(stderr, "mailrig: {}\n", error.what());
    return kOurFault;
  }
}

}  // namespace

void add_replay(CLI::App& app, Run& run) {
  CLI::App* sub =
      app.add_subcommand("replay", "Judge a record again by today's scenarios, without a network");
  auto options = std::make_shared<ReplayOptions>();
  sub->add_option("record", options->record, "record.jsonl of a check")->required();
  options->scenarios.add(*sub);
  options->report.add(*sub, true);
  sub->callback([options, sub, &run] {
    for (const char* narrows : {"scenarios", "--exclude", "--protocol", "--rfc", "--tag"}) {
      options->chosen = options->chosen || sub->count(narrows) > 0;
    }
    run = [options] { return replay(*options); };
  });
}

}  // namespace mailrig::cli
