// Workflow commands (docs.github.com, "Workflow commands for GitHub Actions"). GitHub shows ten annotations
// of a level and step and drops the rest in silence: the worst come first, and the last one says how many
// there are more.
#include <algorithm>
#include <array>
#include <filesystem>
#include <utility>

#include <fmt/format.h>

#include "reports/outcome.hpp"
#include "reports/reports.hpp"
#include "reports/show.hpp"

namespace mailrig::reports {

namespace {

constexpr std::size_t kTitleLimit = 250;     // GitHub cuts at 255 characters
constexpr std::size_t kMessageLimit = 4000;  // of 64 KiB

struct Annotation {
  std::string file;  // relative to the workspace; empty: none
  std::uint32_t line = 0, column = 0;
  std::string title, message;
  int rank = 0;  // of several runs, all the failures come before all the rest
};

// '%', CR and LF in a message; ':' and ',' in a property, too.
std::string escaped(std::string_view text, bool property) {
  std::string out;
  for (const char c : text) {
    if (c == '%' || c == '\r' || c == '\n' || (property && (c == ':' || c == ','))) {
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    } else {
      out.push_back(c);
    }
  }
  return out;
}

void append_line(std::string& out, std::string_view label, const std::string& value) {
  if (!value.empty()) out += fmt::format("\n{}: {}", label, value);
}

Annotation annotation_of(const ScenarioResult& result, const GithubOptions& options) {
  Annotation made;
  made.title = shown_text(result.id);
  std::string file = result.file;
  std::uint32_t line = 1, column = 1;
  const auto placed = std::find_if(result.spoke.begin(), result.spoke.end(),
                                   [](const record::Judgement& one) { return one.line > 0; });
  if (placed != result.spoke.end()) {
    file = placed->file;
    line = placed->line;
    column = placed->column;
  }
  // A file outside the workspace is in nobody's diff: the annotation then has no place.
  made.file = shown_text(options.workspace.inside(file).value_or(""));
  made.line = line;
  made.column = column;
  made.message = shown_text(result.title);
  append_line(made.message, std::string(name(result.verdict)), shown_complaint(result));
  if (result.standing) append_line(made.message, "baseline", shown_standing(*result.standing));
  if (!result.spoke.empty()) {
    const record::Judgement& first = result.spoke.front();
    made.title += ": " + shown_clause(first.clause);
    append_line(made.message, "wanted", shown_text(first.wanted));
    append_line(made.message, "got", shown_text(first.got));
  }
  if (made.file.empty()) append_line(made.message, "at", fmt::format("{}:{}", shown_text(file), line));
  append_line(made.message, "again", shown_text(result.again));
  return made;
}

void append(std::string& out, std::string_view level, const Annotation& annotation) {
  out += fmt::format("::{} ", level);
  if (!annotation.file.empty()) {
    out += fmt::format("file={},line={},col={},", escaped(annotation.file, true), annotation.line,
                       annotation.column);
  }
  out += fmt::format("title={}::{}\n", escaped(shown_part(annotation.title, kTitleLimit), true),
                     escaped(shown_part(annotation.message, kMessageLimit), false));
}

void append_level(std::string& out, std::string_view level, const std::vector<Annotation>& all) {
  const std::size_t shown = all.size() > kAnnotationsShown ? kAnnotationsShown - 1 : all.size();
  for (std::size_t i = 0; i < shown; ++i) append(out, level, all[i]);
  if (shown == all.size()) return;
  Annotation rest;
  rest.title = fmt::format("{} more", all.size() - shown);
  rest.message =
      "GitHub shows ten annotations of a level: the rest are in the job summary and in report.html";
  append(out, level, rest);
}

class Annotations {
 public:
  explicit Annotations(const GithubOptions& options) : options_(options) {}
  void add(const Run& run, std::string_view column);
  std::string take();

 private:
  const GithubOptions& options_;
  std::vector<Annotation> errors_, warnings_, notices_;
};

void Annotations::add(const Run& run, std::string_view column) {
  const auto put = [&](std::vector<Annotation>& list, Annotation annotation, int rank) {
    if (!column.empty()) annotation.title = fmt::format("[{}] {}", shown_text(column), annotation.title);
    annotation.rank = rank;
    list.push_back(std::move(annotation));
  };
  for (const std::string& why : outcome_of_load(run).complaints) {
    put(errors_, {{}, 0, 0, "load " + shown_text(run.load->ended.profile), shown_text(why)}, 0);
  }
  for (const record::Standing& standing : run.standings) {
    if (!is_stale(standing)) continue;
    const std::string file = shown_text(options_.workspace.inside(standing.file).value_or(""));
    put(errors_,
        {file, standing.line, 1, "The list of known failures is out of date", shown_standing(standing)}, 1);
  }
  for (const ScenarioResult* result : run.attention()) {
    const Outcome outcome = outcome_of(*result, options_.strict, run.started.retry > 0);
    const bool failed = result->verdict == Verdict::Fail;
    put(outcome == Outcome::Passed ? warnings_ : errors_, annotation_of(*result, options_), failed ? 0 : 2);
  }
  for (const ScenarioResult& result : run.scenarios) {
    if (result.verdict == Verdict::Note) put(notices_, annotation_of(result, options_), 0);
  }
}

std::string Annotations::take() {
  std::stable_sort(errors_.begin(), errors_.end(),
                   [](const Annotation& a, const Annotation& b) { return a.rank < b.rank; });
  std::string out;
  append_level(out, "error", errors_);
  append_level(out, "warning", warnings_);
  append_level(out, "notice", notices_);
  return out;
}

}  // namespace

std::optional<std::string> Workspace::inside(const std::string& file) const {
  const std::filesystem::path whole = (std::filesystem::path(directory) / file).lexically_normal();
  if (file.empty() || folder.empty() || !whole.is_absolute()) return file;
  std::string path =
      whole.lexically_relative(std::filesystem::path(folder).lexically_normal()).generic_string();
  if (path.empty() || path.starts_with("..")) return std::nullopt;
  return path;
}

std::string render_annotations(std::span<const ColumnRun> runs, const GithubOptions& options) {
  Annotations all(options);
  for (const ColumnRun& one : runs) all.add(*one.run, one.name);
  return all.take();
}

std::string render_annotations(const Run& run, const GithubOptions& options) {
  return render_annotations(std::array{ColumnRun{{}, &run}}, options);
}

std::string without_commands(const std::string& text, const std::string& token) {
  return "::stop-commands::" + token + "\n" + text + (text.ends_with('\n') ? "::" : "\n::") + token + "::\n";
}

}  // namespace mailrig::reports
