#include "harness/cli/report.hpp"

#include <cstdio>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "harness/cli/exit_code.hpp"
#include "harness/cli/report_options.hpp"
#include "harness/record/reader.hpp"
#include "reports/merge.hpp"

namespace mailrig::cli {

namespace {

struct Options {
  std::vector<std::string> records;
  ReportOptions report;
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
  const std::string untold = options.report.tell(reports::fold(reports::merge(std::move(records))));
  if (!untold.empty()) {
    fmt::print(stderr, "mailrig: {}", untold);
    return kWrongUse;
  }
  return kAllWell;
}

}  // namespace

void add_report(CLI::App& app, Run& run) {
  auto options = std::make_shared<Options>();
  CLI::App* command =
      app.add_subcommand("report", "Write the reports of one or more runs from their records");
  command->add_option("records", options->records, "record.jsonl of each run")->required();
  options->report.add(*command, false);
  command->callback([options, &run] { run = [options] { return report(*options); }; });
}

}  // namespace mailrig::cli
