#include "harness/cli/report.hpp"

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "harness/cli/exit_code.hpp"
#include "harness/cli/report_options.hpp"
#include "harness/record/reader.hpp"
#include "reports/matrix.hpp"
#include "reports/merge.hpp"

namespace mailrig::cli {

namespace {

struct Options {
  std::vector<std::string> records;
  ReportOptions report;
  bool matrix = false;
};

// "out/starttls/record.jsonl" is of the column "starttls", if the record does not say.
std::string column_of(const std::filesystem::path& record) {
  const std::filesystem::path folder = std::filesystem::absolute(record).parent_path().filename();
  return folder.empty() ? "record" : folder.string();
}

std::string tell_matrix(const Options& options, const std::vector<std::vector<record::Event>>& records) {
  std::vector<reports::NamedRun> runs;
  for (std::size_t i = 0; i < records.size(); ++i)
    runs.push_back({column_of(options.records[i]), reports::fold(records[i])});
  return options.report.tell(reports::fold_matrix(std::move(runs)));
}

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
  const std::string untold = options.matrix
                                 ? tell_matrix(options, records)
                                 : options.report.tell(reports::fold(reports::merge(std::move(records))));
  if (!untold.empty()) {
    fmt::print(stderr, "mailrig: {}", untold);
    return kWrongUse;
  }
  return kAllWell;
}

}  // namespace

void add_report(Command app, Run& run) {
  auto options = std::make_shared<Options>();
  Command command = app.add_subcommand("report", "Write the reports of one or more runs from their records");
  command.add_option("records", options->records, "record.jsonl of each run").required();
  command.add_flag("--matrix", options->matrix,
                   "Each record a column of its own: matrix.html and matrix.json");
  options->report.add(command, false);
  command.callback([options, &run] { run = [options] { return report(*options); }; });
}

}  // namespace mailrig::cli
