#include "harness/cli/baseline.hpp"

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "harness/cli/exit_code.hpp"
#include "harness/cli/ratchet_options.hpp"
#include "harness/cli/refusal.hpp"
#include "harness/cli/scenarios_folder.hpp"
#include "harness/record/reader.hpp"
#include "harness/scenario/load_folder.hpp"
#include "reports/run.hpp"
#include "reports/show.hpp"

namespace mailrig::cli {

namespace {

struct Options {
  std::string file, from, scenarios;
  bool strict = false;
};

std::vector<std::string> all_ids(const Options& options) {
  const std::filesystem::path folder = find_scenarios(options.scenarios);
  if (folder.empty()) throw Refusal{kWrongUse, "the scenarios folder is not found: name it by --scenarios\n"};
  scenario::Loaded loaded = scenario::load_folder(folder);
  if (!loaded.mistakes.empty()) throw Refusal{kWrongUse, scenario::render(std::move(loaded.mistakes))};
  std::vector<std::string> ids;
  for (const auto& scenario : loaded.scenarios) ids.push_back(scenario->id);
  return ids;
}

// A record, or the folder of a run.
std::string record_path(const std::string& from) {
  std::error_code error;
  if (std::filesystem::is_directory(from, error)) return from + "/record.jsonl";
  if (from.ends_with(".json"))
    throw Refusal{kWrongUse, from + ": a report does not tell enough; meant is the record.jsonl beside it\n"};
  return from;
}

struct Learnt {
  std::vector<conformance::Outcome> outcomes;
  conformance::RatchetOptions options;
};

// From a run that went on to its end: of others, what was not played would look as if it had passed.
Learnt learn(const Options& options) {
  const std::string path = record_path(options.from);
  const record::Events read = record::read_file(path);
  for (const record::ReadError& error : read.errors)
    throw Refusal{kWrongUse, fmt::format("{}:{}:1: {}\n", path, error.line, error.what)};
  const reports::Run run = reports::fold(read.events);
  if (run.started.kind != "check") throw Refusal{kWrongUse, path + ": is no record of mailrig check\n"};
  if (!run.whole || run.ended.interrupted || !run.ended.gone.empty()) {
    throw Refusal{kWrongUse, path + ": the run did not come to its end: nothing can be learnt from it\n"};
  }
  return {conformance::outcomes(read.events), {options.strict, run.started.retry > 0}};
}

BaselineFile read_list(const Options& options, bool missing_is_empty) {
  BaselineFile list(options.file);
  const std::string complaints = list.read(missing_is_empty);
  if (!complaints.empty()) throw Refusal{kWrongUse, complaints};
  return list;
}

int update(const Options& options) {
  BaselineFile list = read_list(options, true);
  const Learnt learnt = learn(options);
  std::string told;
  const bool written = list.update(learnt.outcomes, learnt.options, all_ids(options), told);
  fmt::print("{}", told);
  for (const std::string& remark : conformance::remarks(list.list)) fmt::print("{}\n", remark);
  if (!written) throw Refusal{kOurFault, options.file + ": can't be written\n"};
  return kAllWell;
}

int check(const Options& options) {
  const BaselineFile list = read_list(options, false);
  Learnt learnt;
  if (!options.from.empty()) learnt = learn(options);
  const conformance::Assessment found =
      conformance::assess(learnt.outcomes, list.list, learnt.options, all_ids(options));
  for (const record::Standing& standing : found.standings) {
    fmt::print("{}: {}\n", reports::shown_place(standing), reports::shown_standing(standing));
  }
  for (const std::string& remark : conformance::remarks(list.list)) fmt::print("{}\n", remark);
  fmt::print("{}: {} entries\n", options.file, list.list.entries.size());
  return found.failed ? kFailed : found.stale ? kBaselineOld : kAllWell;
}

int guarded(int (*work)(const Options&), const Options& options) {
  try {
    return work(options);
  } catch (const Refusal& refusal) {
    fmt::print(stderr, "{}", refusal.message);
    return refusal.code;
  }
}

CLI::App* add_verb(CLI::App& group, Run& run, const char* name, const char* what, int (*work)(const Options&),
                   const std::shared_ptr<Options>& options) {
  CLI::App* verb = group.add_subcommand(name, what);
  verb->add_option("file", options->file, "The list (TOML)")->required();
  verb->add_option("--scenarios", options->scenarios, "Folder of the scenarios (also MAILRIG_SCENARIOS)");
  verb->add_flag("--strict", options->strict, "A broken SHOULD is a failure, too");
  verb->callback([options, work, &run] { run = [options, work] { return guarded(work, *options); }; });
  return verb;
}

}  // namespace

void add_baseline(CLI::App& app, Run& run) {
  CLI::App* group = app.add_subcommand("baseline", "The list of known failures");
  group->require_subcommand(1);
  const auto options = std::make_shared<Options>();
  const char* from = "Record of a run, or the folder of its reports";
  add_verb(*group, run, "update", "Bring the list up to date with a run; makes it if there is none", update,
           options)
      ->add_option("--from", options->from, from)
      ->required();
  add_verb(*group, run, "check", "Say what is wrong or out of date in the list", check, options)
      ->add_option("--from", options->from, from);
}

}  // namespace mailrig::cli
