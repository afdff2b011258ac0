#include "reports/matrix.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace mailrig::reports {

namespace {

constexpr std::array<int, 8> kWorstFirst{130, 3, 4, 6, 2, 1, 5, 0};
constexpr int kNothingSelected = 2, kUnreachable = 3;

bool judged(const ScenarioResult* cell) {
  return cell != nullptr && cell->verdict != Verdict::Skipped;
}

// 0 is the worst.
std::size_t rank(Verdict verdict) {
  switch (verdict) {
    case Verdict::Fail:
      return 0;
    case Verdict::Broken:
      return 1;
    case Verdict::Blocked:
      return 2;
    case Verdict::Weak:
      return 3;
    case Verdict::Note:
      return 4;
    default:
      return 5;
  }
}

std::size_t rank(const MatrixRow& row) {
  std::size_t worst = rank(Verdict::Pass);
  for (const ScenarioResult* cell : row.cells) {
    if (judged(cell)) worst = std::min(worst, rank(cell->verdict));
  }
  return worst;
}

// What a verdict stands on: the first rule that was broken, or the reason.
std::string grounds(const ScenarioResult& result) {
  if (result.spoke.empty()) return result.reason;
  const record::Judgement& first = result.spoke.front();
  return first.rule + " " + section_name(first.clause) + " " + std::to_string(first.line) + ":" +
         std::to_string(first.column);
}

std::string why_not(const Run& run) {
  if (!run.ended.invalid.empty()) return run.ended.invalid.front();
  if (run.ended.interrupted) return "it was interrupted";
  if (!run.skip_reasons.empty()) return run.skip_reasons.front().first;
  return "it has no scenario";
}

class Fold {
 public:
  Matrix run(std::vector<NamedRun> runs) {
    for (NamedRun& each : runs) add_column(std::move(each));
    for (std::size_t i = 0; i < matrix_.columns.size(); ++i) add_cells(i);
    for (auto& [id, row] : rows_) {
      settle(row);
      ++matrix_.counts.at(static_cast<std::size_t>(row.agreement));
      matrix_.rows.push_back(std::move(row));
    }
    std::stable_sort(matrix_.rows.begin(), matrix_.rows.end(), [](const MatrixRow& a, const MatrixRow& b) {
      return std::pair(a.agreement, rank(a)) < std::pair(b.agreement, rank(b));
    });
    matrix_.exit_code = exit_code();
    return std::move(matrix_);
  }

 private:
  void add_column(NamedRun each) {
    MatrixColumn column;
    column.name = unused(each.run.started.column.empty() ? each.fallback : each.run.started.column);
    column.run = std::move(each.run);
    column.run.started.column = column.name;
    column.judged = column.run.counts.total() - column.run.counts.of(Verdict::Skipped);
    if (!column.ran()) column.why_not = why_not(column.run);
    matrix_.columns.push_back(std::move(column));
  }

  // Two records may be of columns of the same name.
  [[nodiscard]] std::string unused(const std::string& name) const {
    const auto taken = [this](const std::string& candidate) {
      return std::any_of(matrix_.columns.begin(), matrix_.columns.end(),
                         [&](const MatrixColumn& column) { return column.name == candidate; });
    };
    std::string candidate = name;
    for (int i = 2; taken(candidate); ++i) candidate = name + "-" + std::to_string(i);
    return candidate;
  }

  void add_cells(std::size_t column) {
    for (const ScenarioResult& result : matrix_.columns[column].run.scenarios) {
      MatrixRow& row = rows_[result.id];
      row.cells.resize(matrix_.columns.size());
      row.cells[column] = &result;
      if (row.title.empty()) row.title = result.title;
      row.id = result.id;
    }
  }

  // Columns that did not run have no say.
  void settle(MatrixRow& row) const {
    const ScenarioResult* first = nullptr;
    bool everywhere = true;
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      const ScenarioResult* cell = row.cells[i];
      if (!matrix_.columns[i].ran()) continue;
      everywhere = everywhere && judged(cell);
      if (!judged(cell)) continue;
      if (first == nullptr) first = cell;
      if (cell->verdict != first->verdict) row.agreement = Agreement::Differ;
      row.otherwise = row.otherwise || grounds(*cell) != grounds(*first);
    }
    if (row.agreement == Agreement::Differ || first == nullptr) {
      row.otherwise = false;
      return;
    }
    if (first->verdict != Verdict::Pass) {
      row.agreement = Agreement::Alike;
    } else {
      row.agreement = everywhere ? Agreement::Pass : Agreement::Partly;
      row.otherwise = false;
    }
  }

  [[nodiscard]] int exit_code() const {
    std::vector<int> codes;
    bool any_ran = false;
    for (const MatrixColumn& column : matrix_.columns) {
      codes.push_back(column.run.ended.exit_code);
      any_ran = any_ran || column.ran();
    }
    const int worst = worst_exit_code(codes);
    if (any_ran || worst == kUnreachable) return worst;
    return worst == 0 ? kNothingSelected : worst;
  }

  Matrix matrix_;
  std::map<std::string, MatrixRow> rows_;
};

}  // namespace

std::string_view name(Agreement agreement) {
  switch (agreement) {
    case Agreement::Differ:
      return "differ";
    case Agreement::Alike:
      return "alike";
    case Agreement::Partly:
      return "partly";
    case Agreement::Nowhere:
      return "nowhere";
    case Agreement::Pass:
      return "pass";
  }
  return "";
}

std::span<const MatrixRow> Matrix::of(Agreement agreement) const {
  const auto at = static_cast<std::size_t>(agreement);
  std::size_t begin = 0;
  for (std::size_t i = 0; i < at; ++i) begin += counts.at(i);
  return std::span(rows).subspan(begin, counts.at(at));
}

Counts Matrix::whole() const {
  Counts all;
  for (const MatrixColumn& column : columns) all.add(column.run.counts);
  return all;
}

Matrix fold_matrix(std::vector<NamedRun> runs) {
  return Fold().run(std::move(runs));
}

int worst_exit_code(std::span<const int> codes) {
  for (const int worst : kWorstFirst) {
    if (std::find(codes.begin(), codes.end(), worst) != codes.end()) return worst;
  }
  return codes.empty() ? 0 : codes.front();
}

}  // namespace mailrig::reports
