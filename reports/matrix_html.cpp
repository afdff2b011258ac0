#include <iterator>

#include <fmt/format.h>

#include "reports/html.hpp"
#include "reports/matrix.hpp"
#include "reports/show.hpp"

namespace mailrig::reports {

namespace {

constexpr std::string_view kMatrixStyle = R"css(
main,header,footer{max-width:1400px}
.matrix td.cell{min-width:110px}.columns td:last-child{min-width:22em}
.matrix tbody th code{font-weight:600}
.matrix .title{display:block;color:var(--muted);font-weight:400;font-size:13px}
.cell details>div{margin-top:6px;max-width:420px}
.cell summary{list-style-position:outside}
.absent{color:var(--muted)}
.matrix th,.columns th{white-space:nowrap}.matrix .title{white-space:normal}
td.out{border-left:4px solid var(--blocked);padding-left:10px}
)css";

class MatrixHtml {
 public:
  explicit MatrixHtml(const Matrix& matrix) : matrix_(matrix) {}

  std::string render() {
    begin();
    columns();
    rows(Agreement::Differ, "differ", "Where the columns differ",
         "What was skipped, or is missing, has no say. Unfold a verdict for what stands behind it.");
    rows(Agreement::Alike, "alike", "Alike, and no pass", "Every column that judged it says the same.");
    folded(Agreement::Partly, "Passed where it was played, skipped elsewhere");
    folded(Agreement::Nowhere, "Played nowhere");
    folded(Agreement::Pass, "Passed in every column");
    end();
    return std::move(out_);
  }

 private:
  template <class... Args>
  void put(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(out_), format, std::forward<Args>(args)...);
  }

  void begin() {
    out_ = html_head("mailrig matrix", kMatrixStyle);
    put("<h1>{}</h1>\n", headline());
    if (!matrix_.columns.empty()) {
      const Run& first = matrix_.columns.front().run;
      put("<p class=\"muted\">mailrig {} {} · {} · exit code {}</p>\n", html_text(first.started.kind),
          html_text(first.started.tool_version), html_text(first.started.started_at), matrix_.exit_code);
    }
    tiles();
    put("</header>\n<main id=\"main\">\n");
  }

  [[nodiscard]] std::string headline() const {
    const std::size_t differ = matrix_.count(Agreement::Differ), all = matrix_.rows.size();
    const std::string columns = fmt::format("{} columns", matrix_.columns.size());
    if (differ == 0) return fmt::format("{} agree on {} scenarios", columns, all);
    return fmt::format("{} differ in {} of {} scenarios", columns, differ, all);
  }

  void tiles() {
    out_ += "<ul class=\"tiles\" aria-label=\"Agreement\">";
    const auto tile = [&](std::string_view css, Agreement agreement, std::string_view what) {
      const std::size_t count = matrix_.count(agreement);
      put("<li class=\"{}{}\"><b>{}</b><span>{}</span></li>", css, count == 0 ? " zero" : "",
          shown_count(count), what);
    };
    tile("fail", Agreement::Differ, "differ");
    tile("weak", Agreement::Alike, "alike, no pass");
    tile("note", Agreement::Partly, "passed where played");
    tile("skipped", Agreement::Nowhere, "played nowhere");
    tile("pass", Agreement::Pass, "passed in all");
    put("<li><b>{}</b><span>in all</span></li></ul>\n", shown_count(matrix_.rows.size()));
  }

  void columns() {
    out_ +=
        "<section aria-labelledby=\"columns\"><h2 id=\"columns\">Columns</h2><div class=\"panel\"><table "
        "class=\"columns\">"
        "<thead><tr><th scope=\"col\">column</th>";
    const Counts whole = matrix_.whole();
    for (const Column& each : shown_columns(whole, whole))
      put("<th scope=\"col\" class=\"n\">{}</th>", each.word);
    out_ += "<th scope=\"col\" class=\"n\">exit code</th><th scope=\"col\">target</th></tr></thead><tbody>\n";
    for (const MatrixColumn& column : matrix_.columns) column_row(column, whole);
    out_ += "</tbody></table></div></section>\n";
  }

  void column_row(const MatrixColumn& column, const Counts& whole) {
    const std::vector<Column> counts = shown_columns(column.run.counts, whole);
    put("<tr><th scope=\"row\">{}</th>", link(column));
    if (!column.ran()) {
      put("<td class=\"out\" colspan=\"{}\">did not run: {}</td>", counts.size(), html_text(column.why_not));
    } else {
      for (const Column& each : counts)
        put("<td class=\"n{}\">{}</td>", each.count == 0 ? " zero" : "", shown_count(each.count));
    }
    std::string exit_code = column.run.whole ? std::to_string(column.run.ended.exit_code) : "not known";
    if (column.run.ended.interrupted) exit_code += ", interrupted";
    put("<td class=\"n\">{}</td><td>{}</td></tr>\n", exit_code, target(column));
  }

  static std::string link(const MatrixColumn& column) {
    return fmt::format("<a href=\"{0}/report.html\">{0}</a>", html_text(column.name));
  }

  static std::string target(const MatrixColumn& column) {
    std::string all;
    for (const auto& [what, value] : column.run.started.target) {
      if (what.find(' ') != std::string::npos) continue;  // greetings stand in the column's own report
      all +=
          fmt::format("{}{} <code>{}</code>", all.empty() ? "" : "<br>", html_text(what), html_text(value));
    }
    return all;
  }

  void head() {
    out_ += "<thead><tr><th scope=\"col\">scenario</th>";
    for (const MatrixColumn& column : matrix_.columns)
      put("<th scope=\"col\">{}</th>", html_text(column.name));
    out_ += "</tr></thead><tbody>\n";
  }

  void rows(Agreement agreement, std::string_view id, std::string_view title, std::string_view note) {
    const auto of = matrix_.of(agreement);
    if (of.empty()) return;
    put("<section aria-labelledby=\"{0}\"><h2 id=\"{0}\">{1} ({2})</h2>\n<p class=\"muted\">{3}</p>\n"
        "<div class=\"panel\"><table class=\"matrix\">",
        id, title, of.size(), note);
    head();
    for (const MatrixRow& each : of) row(each);
    out_ += "</tbody></table></div></section>\n";
  }

  void folded(Agreement agreement, std::string_view title) {
    const auto of = matrix_.of(agreement);
    if (of.empty()) return;
    put("<details class=\"plain\"><summary><b>{} ({})</b></summary><div style=\"overflow-x:auto\">"
        "<table class=\"matrix\">",
        title, of.size());
    head();
    for (const MatrixRow& each : of) row(each);
    out_ += "</tbody></table></div></details>\n";
  }

  void row(const MatrixRow& of) {
    put("<tr><th scope=\"row\"><code>{}</code><span class=\"title\">{}{}</span></th>", html_text(of.id),
        html_text(of.title), of.otherwise ? " (for different reasons)" : "");
    for (std::size_t i = 0; i < of.cells.size(); ++i) cell(matrix_.columns[i], of.cells[i]);
    out_ += "</tr>\n";
  }

  void cell(const MatrixColumn& column, const ScenarioResult* of) {
    if (of == nullptr) {
      put("<td class=\"cell absent\">{}</td>", column.ran() ? "not in it" : "did not run");
      return;
    }
    const std::string badge = html_badge(*of);
    if (of->verdict == Verdict::Pass) {
      put("<td class=\"cell\">{}</td>", badge);
      return;
    }
    put("<td class=\"cell\"><details><summary>{}</summary><div>{}", badge, html_text(shown_complaint(*of)));
    if (!of->again.empty()) put("<p><code>{}</code></p>", html_text(of->again));
    out_ += "</div></details></td>";
  }

  void end() {
    const std::string version =
        matrix_.columns.empty() ? "" : matrix_.columns.front().run.started.tool_version;
    put("</main>\n<footer>mailrig {}. This page makes no request to anywhere.</footer>\n</body>\n</html>\n",
        html_text(version));
  }

  const Matrix& matrix_;
  std::string out_;
};

}  // namespace

std::string render_matrix_html(const Matrix& matrix) {
  return MatrixHtml(matrix).render();
}

}  // namespace mailrig::reports
