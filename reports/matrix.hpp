// Several runs of one suite side by side: TLS modes of a server, or servers. A run is a column, a scenario a
// row. A matrix is a fold over records, as each of its columns is.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "reports/reports.hpp"

namespace mailrig::reports {

struct MatrixColumn {
  std::string name;
  Run run;
  std::size_t judged = 0;  // scenarios with a verdict other than skipped
  std::string why_not;     // of a column that did not run: no scenario was judged
  [[nodiscard]] bool ran() const { return judged > 0; }
};

// What the columns that ran say of one scenario, in the order in which every report shows it.
enum class Agreement : std::uint8_t {
  Differ,   // they have different verdicts
  Alike,    // all that judged it have the same verdict, which is no pass
  Partly,   // it passed in some and was skipped in, or is missing from, others
  Nowhere,  // no column judged it
  Pass      // it passed in all
};
inline constexpr std::size_t kAgreements = 5;
[[nodiscard]] std::string_view name(Agreement agreement);

struct MatrixRow {
  std::string id, title;
  Agreement agreement = Agreement::Nowhere;
  bool otherwise = false;                    // same verdict, but it stands on different rules or reasons
  std::vector<const ScenarioResult*> cells;  // a column each, into its run; null: not in that run
};

struct Matrix {
  std::vector<MatrixColumn> columns;
  std::vector<MatrixRow> rows;  // by agreement; within it the worst verdict first, then by id
  std::array<std::size_t, kAgreements> counts{};
  int exit_code = 0;  // of the whole: worst_exit_code(); 3 or 2 if no column ran
  [[nodiscard]] std::size_t count(Agreement agreement) const {
    return counts.at(static_cast<std::size_t>(agreement));
  }
  [[nodiscard]] std::span<const MatrixRow> of(Agreement agreement) const;
  [[nodiscard]] Counts whole() const;  // of all columns: which verdicts there are
  Matrix() = default;
  Matrix(Matrix&&) = default;  // cells point into columns
  Matrix& operator=(Matrix&&) = default;
};

// Columns are named by their records; `fallback` names one that has no name of its own.
struct NamedRun {
  std::string fallback;
  Run run;
};
[[nodiscard]] Matrix fold_matrix(std::vector<NamedRun> runs);

// Of several runs: 130 (interrupted), 3 (unreachable), 4 (our own fault), 6 (invalid), 2 (wrong use),
// 1 (a MUST failed), 5 (baseline out of date), 0, whichever comes first.
[[nodiscard]] int worst_exit_code(std::span<const int> codes);

[[nodiscard]] std::string render_matrix_text(const Matrix& matrix, const TextOptions& options = {});
// Schema: docs/RESULTS.md, version kMatrixSchema.
inline constexpr int kMatrixSchema = 1;
[[nodiscard]] std::string render_matrix_json(const Matrix& matrix);
// One file, no request to anywhere; links to COLUMN/report.html beside it.
[[nodiscard]] std::string render_matrix_html(const Matrix& matrix);

// The cases of all columns in one file; a case's class names its column.
[[nodiscard]] std::string render_matrix_junit(const Matrix& matrix, const JunitOptions& options = {});

// matrix.html, matrix.json and junit.xml in `directory`, which is made if needed. A line for each that can't
// be written.
[[nodiscard]] std::string write_matrix(const std::string& directory, const Matrix& matrix,
                                       const JunitOptions& options = {});

}  // namespace mailrig::reports
