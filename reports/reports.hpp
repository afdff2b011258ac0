// The writers: a folded run to text. Pure functions; only write_reports() touches the disk.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "reports/run.hpp"

namespace mailrig::reports {

struct TextOptions {
  bool colour = false;  // the caller knows whether it writes to a terminal
  std::size_t width = 100;
  std::size_t details = 20;   // findings shown whole; of the rest only how many there are
  std::size_t exchanges = 6;  // last lines of wire shown with each
};
[[nodiscard]] std::string render_text(const Run& run, const TextOptions& options = {});

// The summary alone: what render_text() ends with. Fits a screen.
[[nodiscard]] std::string render_summary(const Run& run, const TextOptions& options = {});

// Schema: docs/RESULTS.md, version kJsonSchema.
inline constexpr int kJsonSchema = 1;
[[nodiscard]] std::string render_json(const Run& run);

// Where a CI system has checked its files out: places in them are told relative to it.
struct Workspace {
  std::string folder;     // GITHUB_WORKSPACE and the like; empty: paths stay as they are
  std::string directory;  // where relative paths begin
  // The path from `folder`; nothing if the file is not in it.
  [[nodiscard]] std::optional<std::string> inside(const std::string& file) const;
};

struct JunitOptions {
  bool strict = false;    // a weak scenario is a failure too
  bool surefire = false;  // nothing but what Maven Surefire writes, for readers that refuse more
  Workspace workspace;
};
[[nodiscard]] std::string render_junit(const Run& run, const JunitOptions& options = {});

// Test Anything Protocol, version 14.
struct TapOptions {
  bool strict = false;
};
[[nodiscard]] std::string render_tap(const Run& run, const TapOptions& options = {});

// GitHub's annotations, as workflow commands: a line each.
struct GithubOptions {
  bool strict = false;
  Workspace workspace;  // files outside it get no place
};
inline constexpr std::size_t kAnnotationsShown = 10;  // of a level, in a step: GitHub drops the rest
[[nodiscard]] std::string render_annotations(const Run& run, const GithubOptions& options = {});
// The same of several runs together, each with its name in the title.
struct ColumnRun {
  std::string_view name;
  const Run* run = nullptr;
};
[[nodiscard]] std::string render_annotations(std::span<const ColumnRun> runs, const GithubOptions& options);
// `text` so that GitHub obeys no command in it, whatever a server sent. `token`: one that no server can
// guess.
[[nodiscard]] std::string without_commands(const std::string& text, const std::string& token);

struct MarkdownOptions {
  std::size_t limit = 1'000'000;  // octets: GitHub refuses a job summary of more than 1 MiB
  std::size_t exchanges = 12;     // last lines of wire shown with each
};
[[nodiscard]] std::string render_markdown(const Run& run, const MarkdownOptions& options = {});

// One file, no request to anywhere.
[[nodiscard]] std::string render_html(const Run& run);

// report.html, report.json, junit.xml, results.tap and summary.md in `directory`, which is made if needed. A
// line for each that can't be written.
[[nodiscard]] std::string write_reports(const std::string& directory, const Run& run,
                                        const JunitOptions& options = {});

}  // namespace mailrig::reports
