#include "harness/cli/report_options.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <system_error>
#include <vector>

#include <fmt/core.h>
#include <unistd.h>

#include "reports/reports.hpp"

namespace mailrig::cli {

namespace {

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

// No server knows it, so none can end what it begins.
std::string unguessable() {
  std::random_device random;
  return fmt::format("{:08x}{:08x}{:08x}{:08x}", random(), random(), random(), random());
}

// GitHub's, GitLab's or Jenkins'.
reports::Workspace workspace() {
  reports::Workspace made;
  for (const char* name : {"GITHUB_WORKSPACE", "CI_PROJECT_DIR", "WORKSPACE"}) {
    if (made.folder.empty()) made.folder = environment(name);
  }
  std::error_code none;
  made.directory = std::filesystem::current_path(none).string();
  return made;
}

// What other parts of the step wrote there stays, and counts.
std::string append_summary(const std::string& path, const reports::Run& run) {
  std::error_code none;
  const std::uintmax_t there = std::filesystem::file_size(path, none);
  reports::MarkdownOptions markdown;
  if (!none) markdown.limit -= std::min<std::uintmax_t>(there, markdown.limit);
  const std::string summary = reports::render_markdown(run, markdown);
  std::FILE* file = std::fopen(path.c_str(), "abe");
  bool written = file != nullptr && std::fwrite(summary.data(), 1, summary.size(), file) == summary.size();
  if (file != nullptr) written = std::fclose(file) == 0 && written;
  return written ? "" : "GITHUB_STEP_SUMMARY: " + path + " can't be written\n";
}

}  // namespace

void ReportOptions::add(Command app, bool whole) {
  const std::string group = "What is told";
  app.add_option("--out", out_,
                 "Folder for report.html, report.json, junit.xml, results.tap, summary.md and record.jsonl")
      .group(group);
  app.add_option("--format", format_,
                 "On the terminal: text; tap; github: text, annotations and the job summary")
      .is_member({"text", "tap", "github"})
      .group(group);
  app.add_flag("--junit-surefire", surefire_,
               "junit.xml with nothing but what Maven Surefire writes, for Jenkins' xUnit plugin")
      .group(group);
  app.add_flag("--strict", strict_, "A broken SHOULD fails the run, too").group(group);
  quiet_ = !whole;
  if (whole) {
    app.add_flag("-q,--quiet", quiet_, "The summary alone").group(group);
    app.add_flag("-v,--verbose", verbose_, "Every finding whole").group(group);
  }
  app.add_option("--color,--colour", color_, "auto, always or never")
      .is_member({"auto", "always", "never"})
      .group(group);
}

bool ReportOptions::colour() const {
  return color_ == "always" || (color_ == "auto" && format_ == "text" && ::isatty(STDOUT_FILENO) == 1);
}

std::string ReportOptions::text(const reports::Run& run) const {
  reports::TextOptions options;
  options.colour = colour();
  if (verbose_) options.details = run.scenarios.size();
  return quiet_ ? reports::render_summary(run, options) : reports::render_text(run, options);
}

void ReportOptions::annotate(std::span<const reports::ColumnRun> runs) const {
  reports::GithubOptions options;
  options.strict = strict_;
  options.workspace = workspace();
  fmt::print("{}", reports::render_annotations(runs, options));
}

std::string ReportOptions::summary(const reports::Run& run) {
  const std::string path = environment("GITHUB_STEP_SUMMARY");
  return path.empty() ? "" : append_summary(path, run);
}

std::string ReportOptions::tell_github(const reports::Run& run) const {
  fmt::print("{}", reports::without_commands(text(run), unguessable()));
  annotate(std::array{reports::ColumnRun{{}, &run}});
  return summary(run);
}

std::string ReportOptions::tell(const reports::Run& run) const {
  std::string complaint;
  if (format_ == "text") fmt::print("{}", text(run));
  if (format_ == "tap") fmt::print("{}", reports::render_tap(run, {.strict = strict_}));
  if (format_ == "github") complaint = tell_github(run);
  if (out_.empty()) return complaint;
  complaint += write(run, out_);
  if (complaint.empty() && format_ == "text") fmt::print("report: {}/report.html\n", out_);
  return complaint;
}

std::string ReportOptions::no_matrix() const {
  return format_ == "tap" ? "--format tap is for one run, not for several columns\n" : "";
}

std::string ReportOptions::tell(const reports::Matrix& matrix) const {
  std::string complaint = no_matrix();
  if (!complaint.empty()) return complaint;
  reports::TextOptions options;
  options.colour = colour();
  const std::string text = reports::render_matrix_text(matrix, options);
  const bool github = format_ == "github";
  fmt::print("{}", github ? reports::without_commands(text, unguessable()) : text);
  std::vector<reports::ColumnRun> runs;
  for (const reports::MatrixColumn& column : matrix.columns) runs.push_back({column.name, &column.run});
  if (github) annotate(runs);
  for (const reports::MatrixColumn& column : matrix.columns) {
    if (github) complaint += summary(column.run);
    if (!out_.empty()) complaint += write(column.run, out_ + "/" + column.name);
  }
  if (out_.empty()) return complaint;
  complaint += reports::write_matrix(out_, matrix, junit());
  if (complaint.empty() && !github) fmt::print("report: {}/matrix.html\n", out_);
  return complaint;
}

reports::JunitOptions ReportOptions::junit() const {
  reports::JunitOptions junit;
  junit.strict = strict_;
  junit.surefire = surefire_;
  junit.workspace = workspace();
  return junit;
}

std::string ReportOptions::write(const reports::Run& run, const std::string& folder) const {
  return reports::write_reports(folder, run, junit());
}

}  // namespace mailrig::cli
