// What two servers answered otherwise to the same dialogues, for people and programs: equal differences
// counted together, those that were expected apart.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "harness/compare/difference.hpp"
#include "reports/reports.hpp"

namespace mailrig::reports {

struct DiffSide {
  std::string name;  // the file that described it, or the words
  record::RunStarted started;
  std::vector<std::string> placeholders;  // of its secrets
};

// Why a difference is no news.
struct Explanation {
  std::string reason, clause;  // clause: "RFC 3501 7.2.1"; empty: none says
  std::string id, pattern;     // as the list of expected differences has them
  std::string place;           // "differences.toml:12"
};

struct DiffPlace {
  std::string scenario, client;
};
struct DiffGroup {
  std::string line;               // compare::Difference::line()
  compare::Difference example;    // the first
  std::vector<DiffPlace> places;  // each once
  const Explanation* explained = nullptr;
};

struct Diff {
  DiffSide a, b;
  std::size_t compared = 0;                 // scenarios
  std::vector<compare::Compared> verdicts;  // those whose verdicts differ, without their differences
  std::vector<DiffGroup> groups;            // unexplained first, then by how many scenarios, then by line
  std::vector<compare::NotCompared> not_compared;
  std::vector<std::string> remarks;       // "ID: more went over the wire than is kept"
  std::vector<Explanation> explanations;  // all of the list; groups point into it
  std::vector<const Explanation*> stale;  // those that explain nothing any more
  int exit_code = 0;
  [[nodiscard]] std::size_t unexplained() const;
  Diff() = default;
  Diff(Diff&&) = default;  // groups point into explanations
  Diff& operator=(Diff&&) = default;
};

// `explained`: of each difference of each scenario, in order, its explanation's index; -1: none.
struct ExplainedDifferences {
  std::vector<std::vector<int>> explained;
  std::vector<std::size_t> stale;
};
[[nodiscard]] Diff fold_diff(DiffSide a, DiffSide b, compare::Comparison comparison,
                             std::vector<Explanation> explanations, const ExplainedDifferences& explained);

[[nodiscard]] std::string render_diff_text(const Diff& diff, const TextOptions& options = {});
// Schema: docs/RESULTS.md, version kDiffSchema.
inline constexpr int kDiffSchema = 1;
[[nodiscard]] std::string render_diff_json(const Diff& diff);
// One file, no request to anywhere.
[[nodiscard]] std::string render_diff_html(const Diff& diff);

// diff.html and diff.json in `directory`, which is made if needed. A line for each that can't be written.
[[nodiscard]] std::string write_diff(const std::string& directory, const Diff& diff);

}  // namespace mailrig::reports
