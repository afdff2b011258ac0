// The terminal, as reports/text: every line is made of shown_… text.
#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "reports/matrix.hpp"
#include "reports/show.hpp"

namespace mailrig::reports {

namespace {

constexpr std::size_t kListed = 40;     // rows of one kind
constexpr std::size_t kReasons = 8;     // of skips
constexpr std::size_t kIdWidth = 46;    // of a scenario's id, at most
constexpr std::size_t kNameWidth = 12;  // of a column's name, at least
constexpr std::size_t kCountWidth = 9;

class MatrixText {
 public:
  MatrixText(const Matrix& matrix, const TextOptions& options) : matrix_(matrix), options_(options) {
    for (const MatrixColumn& column : matrix.columns)
      width_ = std::max(width_, shown_text(column.name).size());
  }

  std::string render() {
    heading();
    columns();
    stale();
    differing();
    alike();
    partly();
    ending();
    return std::move(out_);
  }

 private:
  template <class... Args>
  void line(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(out_), format, std::forward<Args>(args)...);
    out_.push_back('\n');
  }
  // `word`: a verdict, or "known".
  [[nodiscard]] std::string coloured(std::string_view word, std::string text) const {
    return options_.colour ? fmt::format("\x1b[{}m{}\x1b[0m", colour_of(word), text) : text;
  }
  static std::string_view colour_of(std::string_view word) {
    if (word == name(Verdict::Pass)) return "32";
    if (word == name(Verdict::Fail) || word == name(Verdict::Broken)) return "1;31";
    const bool doubtful =
        word == name(Verdict::Weak) || word == name(Verdict::Blocked) || word == name(Verdict::Flaky);
    return doubtful ? "33" : "36";
  }

  void heading() {
    if (matrix_.columns.empty()) return line("no columns");
    const Run& first = matrix_.columns.front().run;
    std::chrono::nanoseconds took{};
    for (const MatrixColumn& column : matrix_.columns) took = std::max(took, run_time(column.run));
    line("mailrig {} {}, {}, {} columns, took {}", shown_text(first.started.kind),
         shown_text(first.started.tool_version), shown_text(first.started.started_at), matrix_.columns.size(),
         shown_time(took));
  }

  void columns() {
    std::string head = fmt::format("\n  {:<{}}", "", width_);
    for (const Column& each : shown_columns({}, matrix_.whole()))
      head += fmt::format("{:>{}}", each.word, kCountWidth);
    line("{}{:>{}}{:>6}", head, "all", kCountWidth, "exit");
    for (const MatrixColumn& column : matrix_.columns) {
      if (column.ran()) {
        counts(column);
      } else {
        line("  {:<{}}  {}", shown_text(column.name), width_,
             coloured(name(Verdict::Blocked), "did not run: " + shown_text(column.why_not)));
      }
    }
  }

  void counts(const MatrixColumn& column) {
    std::string cells = fmt::format("  {:<{}}", shown_text(column.name), width_);
    for (const Column& each : shown_columns(column.run.counts, matrix_.whole())) {
      const std::string cell = fmt::format("{:>{}}", each.count, kCountWidth);
      cells += each.count == 0 ? cell : coloured(each.word, cell);
    }
    const std::string exit_code = column.run.whole ? std::to_string(column.run.ended.exit_code) : "?";
    line("{}{:>{}}{:>6}", cells, column.run.counts.total(), kCountWidth, exit_code);
  }

  // Where a column's list of known failures is out of date.
  void stale() {
    bool first = true;
    for (const MatrixColumn& column : matrix_.columns) {
      for (const record::Standing& standing : column.run.standings) {
        if (!is_stale(standing)) continue;
        if (std::exchange(first, false)) line("");
        line("  {}: {}  {}: {}", shown_text(column.name), coloured(name(Verdict::Weak), "out of date"),
             shown_place(standing), shown_standing(standing));
      }
    }
  }

  // One line a scenario, a verdict a column; below it what is wrong where it is wrong.
  void differing() {
    const auto rows = matrix_.of(Agreement::Differ);
    if (rows.empty()) return;
    std::string head = fmt::format("\n  {:<{}}", fmt::format("they differ in {}", rows.size()), kIdWidth);
    for (const MatrixColumn& column : matrix_.columns)
      head += fmt::format(" {:<{}}", shown_text(column.name), width_);
    line("{}", head);
    for (const MatrixRow& row : rows.first(std::min(kListed, rows.size()))) {
      std::string cells = fmt::format("  {:<{}}", shown_text(row.id), kIdWidth);
      for (const ScenarioResult* cell : row.cells) cells += " " + verdict_of(cell);
      line("{}", cells);
      complaints(row);
    }
    more(rows.size());
  }

  [[nodiscard]] std::string verdict_of(const ScenarioResult* cell) const {
    if (cell == nullptr) return fmt::format("{:<{}}", "-", width_);
    const std::string_view word = cell->known() ? "known" : name(cell->verdict);
    return coloured(word, fmt::format("{:<{}}", word, width_));
  }

  void complaints(const MatrixRow& row) {
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      const ScenarioResult* cell = row.cells[i];
      if (cell == nullptr || !cell->needs_attention()) continue;
      line("{}",
           shown_line(fmt::format("    {}: {}", shown_text(matrix_.columns[i].name), shown_complaint(*cell)),
                      options_.width));
    }
  }

  void alike() {
    const auto rows = matrix_.of(Agreement::Alike);
    if (rows.empty()) return;
    line("\n  in all columns that judged it ({})", rows.size());
    for (const MatrixRow& row : rows.first(std::min(kListed, rows.size()))) {
      const ScenarioResult& cell = judged_cell(row);
      const std::string note = row.otherwise ? " (for different reasons)" : "";
      line("{}", shown_line(fmt::format("  {:<7} {}{}  {}", name(cell.verdict), shown_text(row.id), note,
                                        shown_complaint(cell)),
                            options_.width));
    }
    more(rows.size());
  }

  static const ScenarioResult& judged_cell(const MatrixRow& row) {
    return **std::find_if(row.cells.begin(), row.cells.end(), [](const ScenarioResult* cell) {
      return cell != nullptr && cell->verdict != Verdict::Skipped;
    });
  }

  void partly() {
    if (matrix_.count(Agreement::Partly) + matrix_.count(Agreement::Nowhere) == 0) return;
    line("");
    for (const MatrixColumn& column : matrix_.columns) {
      if (!column.ran()) continue;
      const std::size_t shown = std::min(kReasons, column.run.skip_reasons.size());
      for (std::size_t i = 0; i < shown; ++i) {
        const auto& [reason, count] = column.run.skip_reasons[i];
        line("{}", shown_line(fmt::format("  {} skipped {:>3}  {}", shown_text(column.name), count,
                                          shown_text(reason)),
                              options_.width));
      }
      if (column.run.skip_reasons.size() > shown)
        line("  … and for {} more reasons", column.run.skip_reasons.size() - shown);
    }
  }

  void ending() {
    line(
        "\n  {} scenarios: {} differ, {} alike and no pass, {} passed where they were played, {} played "
        "nowhere, "
        "{} passed in every column",
        matrix_.rows.size(), matrix_.count(Agreement::Differ), matrix_.count(Agreement::Alike),
        matrix_.count(Agreement::Partly), matrix_.count(Agreement::Nowhere), matrix_.count(Agreement::Pass));
    for (const MatrixColumn& column : matrix_.columns) {
      if (column.run.ended.interrupted) line("  {} was interrupted", shown_text(column.name));
    }
  }

  void more(std::size_t rows) {
    if (rows > kListed) line("  … and {} more", rows - kListed);
  }

  const Matrix& matrix_;
  const TextOptions& options_;
  std::size_t width_ = kNameWidth;
  std::string out_;
};

}  // namespace

std::string render_matrix_text(const Matrix& matrix, const TextOptions& options) {
  return MatrixText(matrix, options).render();
}

}  // namespace mailrig::reports
