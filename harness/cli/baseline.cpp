#include "harness/cli/baseline.hpp"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "harness/cli/exit_code.hpp"
#include "harness/cli/ratchet_options.hpp"
#include "harness/cli/refusal.hpp"
#include "harness/cli/scenarios_folder.hpp"
#include "harness/record/reader.hpp"
#include "harness/scenario/load_folder.hpp"
#include "reports/matrix.hpp"
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

// Of the columns whose folders are in it, by name.
std::vector<std::string> column_records(const std::string& folder) {
  std::vector<std::string> paths;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    const std::string path = entry.path().string() + "/record.jsonl";
    if (std::filesystem::exists(path, error)) paths.push_back(path);
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

// A record, the folder of a run, or, where each column has a list of its own, the folder of all of them.
std::vector<std::string> record_paths(const Options& options) {
  const std::string& from = options.from;
  std::error_code error;
  if (std::filesystem::is_directory(from, error)) {
    const std::string own = from + "/record.jsonl";
    std::vector<std::string> columns = column_records(from);
    if (has_column_place(options.file) && !columns.empty()) return columns;
    if (!columns.empty() && !std::filesystem::exists(own, error))
      throw Refusal{
          kWrongUse,
          from + ": has a record for each column; name the list known/{column}.toml, or one column\n"};
    return {own};
  }
  if (from.ends_with(".json"))
    throw Refusal{kWrongUse, from + ": a report does not tell enough; meant is the record.jsonl beside it\n"};
  return {from};
}

struct Learnt {
  std::string list;  // whose run it is
  std::vector<conformance::Outcome> outcomes;
  conformance::RatchetOptions options;
};

std::string list_named(const Options& options, const std::string& path, const std::string& column) {
  if (!has_column_place(options.file)) return options.file;
  if (column.empty() || column.front() == '.' || column.find('/') != std::string::npos)
    throw Refusal{kWrongUse, path + ": is of no column that {column} could stand for\n"};
  return list_of(options.file, column);
}

// From a run that went on to its end: of others, what was not played would look as if it had passed.
Learnt learn(const Options& options, const std::string& path) {
  const record::Events read = record::read_file(path);
  for (const record::ReadError& error : read.errors)
    throw Refusal{kWrongUse, fmt::format("{}:{}:1: {}\n", path, error.line, error.what)};
  const reports::Run run = reports::fold(read.events);
  if (run.started.kind != "check") throw Refusal{kWrongUse, path + ": is no record of mailrig check\n"};
  if (!run.whole || run.ended.interrupted || !run.ended.gone.empty() || !run.ended.invalid.empty()) {
    throw Refusal{kWrongUse, path + ": the run did not come to its end: nothing can be learnt from it\n"};
  }
  return {list_named(options, path, run.started.column),
          conformance::outcomes(read.events),
          {options.strict, run.started.retry > 0}};
}

// All before anything is written.
std::vector<Learnt> learn(const Options& options) {
  std::vector<Learnt> all;
  for (const std::string& path : record_paths(options)) all.push_back(learn(options, path));
  return all;
}

BaselineFile read_list(const std::string& file, bool missing_is_empty) {
  BaselineFile list(file);
  const std::string complaints = list.read(missing_is_empty);
  if (!complaints.empty()) throw Refusal{kWrongUse, complaints};
  return list;
}

int update(const Options& options) {
  const std::vector<Learnt> learnt = learn(options);
  const std::vector<std::string> ids = all_ids(options);
  std::vector<BaselineFile> lists;
  for (const Learnt& each : learnt) lists.push_back(read_list(each.list, true));
  for (std::size_t i = 0; i < lists.size(); ++i) {
    std::string told;
    const bool written = lists[i].update(learnt[i].outcomes, learnt[i].options, ids, told);
    fmt::print("{}", told);
    for (const std::string& remark : conformance::remarks(lists[i].list)) fmt::print("{}\n", remark);
    if (!written) throw Refusal{kOurFault, learnt[i].list + ": can't be written\n"};
  }
  return kAllWell;
}

int check(const Learnt& learnt, const std::vector<std::string>& ids) {
  const BaselineFile list = read_list(learnt.list, false);
  const conformance::Assessment found = conformance::assess(learnt.outcomes, list.list, learnt.options, ids);
  for (const record::Standing& standing : found.standings) {
    fmt::print("{}: {}\n", reports::shown_place(standing), reports::shown_standing(standing));
  }
  for (const std::string& remark : conformance::remarks(list.list)) fmt::print("{}\n", remark);
  fmt::print("{}: {} entries\n", learnt.list, list.list.entries.size());
  return found.failed ? kFailed : found.stale ? kBaselineOld : kAllWell;
}

int check(const Options& options) {
  if (options.from.empty() && has_column_place(options.file))
    throw Refusal{kWrongUse, options.file + ": which columns there are is told by a run: --from FOLDER\n"};
  const std::vector<Learnt> learnt =
      options.from.empty() ? std::vector<Learnt>{{options.file, {}, {}}} : learn(options);
  const std::vector<std::string> ids = all_ids(options);
  std::vector<int> codes;
  for (const Learnt& each : learnt) codes.push_back(check(each, ids));
  return reports::worst_exit_code(codes);
}

Command add_verb(Command group, Run& run, const char* name, const char* what, int (*work)(const Options&),
                 const std::shared_ptr<Options>& options) {
  Command verb = group.add_subcommand(name, what);
  verb.add_option("file", options->file,
                  "The list (TOML); of several columns known/{column}.toml, a list each")
      .required();
  verb.add_option("--scenarios", options->scenarios, "Folder of the scenarios (also MAILRIG_SCENARIOS)");
  verb.add_flag("--strict", options->strict, "A broken SHOULD is a failure, too");
  verb.callback([options, work, &run] { run = [options, work] { return work(*options); }; });
  return verb;
}

}  // namespace

void add_baseline(Command app, Run& run) {
  Command group = app.add_subcommand("baseline", "The list of known failures");
  group.require_subcommand(1);
  const auto options = std::make_shared<Options>();
  const char* from = "Record of a run, or the folder of its reports or of its columns";
  add_verb(group, run, "update", "Bring the list up to date with a run; makes it if there is none", update,
           options)
      .add_option("--from", options->from, from)
      .required();
  add_verb(group, run, "check", "Say what is wrong or out of date in the list", check, options)
      .add_option("--from", options->from, from);
}

}  // namespace mailrig::cli
