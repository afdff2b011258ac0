#include "harness/cli/report.hpp"

#include <cstdio>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "harness/cli/exit_code.hpp"
#include "harness/record/reader.hpp"
#include "reports/merge.hpp"
#include "reports/reports.hpp"

namespace mailrig::cli {

namespace {

struct Options {
  std::vector<std::string> records;
  std::string out;
  bool strict = false;
};

int report(const Options& options) {
  std::vector<std::vector<record::Event>> records;
  for (const std::string& path : options.records) {
    record::Events read = record::read_file(path);
    for (const record::ReadError& error : read.errors) {
      fmt::print(stderr, "{}:{}:1: {}\n", path, error.line, error.what);
      return kWrongUse;
    }
    records.push_back(std::move(read.events));
  }
  const reports::Run run = reports::fold(reports::merge(std::move(records)));
  if (const std::error_code error = reports::write_reports(options.out, run, {.strict = options.strict})) {
    fmt::print(stderr, "mailrig: {}: {}\n", options.out, error.message());
    return kWrongUse;
  }
  fmt::print("{}report: {}/report.html\n", reports::render_summary(run), options.out);
  return kAllWell;
}

}  // namespace

void add_report(CLI::App& app, Run& run) {
  auto options = std::make_shared<Options>();
  CLI::App* command =
      app.add_subcommand("report", "Write the reports of one or more runs from their records");
  command->add_option("records", options->records, "record.jsonl of each run")->required();
  command->add_option("--out", options->out, "Folder for report.html, report.json and junit.xml")->required();
  command->add_flag("--strict", options->strict, "Count weak as failed in junit.xml");
  command->callback([options, &run] { run = [options] { return report(*options); }; });
}

}  // namespace mailrig::cli
