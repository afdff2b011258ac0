#include <iterator>

#include <fmt/format.h>

#include "reports/diff.hpp"
#include "reports/html.hpp"
#include "reports/show.hpp"

namespace mailrig::reports {

namespace {

constexpr std::size_t kOctets = 4096;     // of one unit or command
constexpr std::size_t kPlacesShown = 40;  // of one difference
constexpr std::size_t kOpenCards = 10;    // that stand open at first
constexpr std::string_view kDiffStyle = R"css(
main,header,footer{max-width:1400px}
.both{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:0 16px;margin-bottom:14px}
.both h3{margin:0 0 6px}
.both .wire td:first-child{color:var(--muted);width:1%}
.sides td{overflow-wrap:anywhere}
@media(max-width:800px){.both{grid-template-columns:1fr}}
)css";

class DiffHtml {
 public:
  explicit DiffHtml(const Diff& diff) : diff_(diff) {}

  std::string render() {
    begin();
    verdicts();
    unexplained();
    explained();
    stale();
    not_compared();
    sides();
    put("</main>\n<footer>mailrig {}. This page makes no request to anywhere.</footer>\n</body>\n</html>\n",
        html_text(diff_.a.started.tool_version));
    return std::move(out_);
  }

 private:
  template <class... Args>
  void put(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(out_), format, std::forward<Args>(args)...);
  }

  void begin() {
    out_ = html_head("mailrig diff", kDiffStyle);
    put("<h1>{}</h1>\n", headline());
    put("<p class=\"muted\">mailrig diff {} · {} · <b>a</b> {} · <b>b</b> {} · exit code {}</p>\n",
        html_text(diff_.a.started.tool_version), html_text(diff_.a.started.started_at),
        html_text(diff_.a.name), html_text(diff_.b.name), diff_.exit_code);
    out_ += "<ul class=\"tiles\" aria-label=\"Counts\">";
    tile("fail", diff_.unexplained(), "differences");
    tile("note", diff_.groups.size() - diff_.unexplained(), "explained");
    tile("weak", diff_.verdicts.size(), "verdicts differ");
    tile("blocked", diff_.stale.size(), "expected in vain");
    tile("pass", diff_.compared, "scenarios compared");
    tile("skipped", diff_.not_compared.size(), "not compared");
    out_ += "</ul>\n</header>\n<main id=\"main\">\n";
  }

  [[nodiscard]] std::string headline() const {
    if (diff_.groups.empty()) return fmt::format("No difference in {} scenarios", diff_.compared);
    const std::size_t unexplained = diff_.unexplained();
    if (unexplained == 0) return fmt::format("Every difference in {} scenarios is explained", diff_.compared);
    return fmt::format("{} difference{} in {} scenarios", unexplained, unexplained == 1 ? "" : "s",
                       diff_.compared);
  }

  void tile(std::string_view css, std::size_t count, std::string_view what) {
    put("<li class=\"{}{}\"><b>{}</b><span>{}</span></li>", css, count == 0 ? " zero" : "",
        shown_count(count), what);
  }

  void verdicts() {
    if (diff_.verdicts.empty()) return;
    out_ +=
        "<section aria-labelledby=\"verdicts\"><h2 id=\"verdicts\">Verdicts that differ</h2><div "
        "class=\"panel\"><table><thead><tr><th scope=\"col\">scenario</th><th scope=\"col\">a</th><th "
        "scope=\"col\">b</th></tr></thead><tbody>\n";
    for (const compare::Compared& each : diff_.verdicts) {
      put("<tr><th scope=\"row\"><code>{}</code><br><span class=\"muted\">{}</span></th>{}{}</tr>\n",
          html_text(each.id), html_text(each.title), verdict(each.a, each.a_complaint),
          verdict(each.b, each.b_complaint));
    }
    out_ += "</tbody></table></div></section>\n";
  }

  static std::string verdict(Verdict of, const std::string& complaint) {
    return fmt::format("<td><span class=\"badge {0}\">{0}</span> {1}</td>", name(of), html_text(complaint));
  }

  void unexplained() {
    if (diff_.unexplained() == 0) return;
    out_ += "<section aria-labelledby=\"differences\"><h2 id=\"differences\">Differences</h2>\n";
    std::size_t shown = 0;
    for (const DiffGroup& group : diff_.groups) {
      if (group.explained == nullptr) card(group, shown++ < kOpenCards);
    }
    out_ += "</section>\n";
  }

  void card(const DiffGroup& group, bool open) {
    put("<details class=\"card {}\"{}><summary><span class=\"id\">{}</span> <span class=\"muted\">in {} "
        "place{}</span></summary>\n",
        group.explained == nullptr ? "fail" : "note", open ? " open" : "", html_text(group.line),
        group.places.size(), group.places.size() == 1 ? "" : "s");
    if (group.explained != nullptr) {
      put("<p>{}{}</p>\n", html_text(group.explained->reason),
          group.explained->clause.empty() ? "" : " (" + html_text(group.explained->clause) + ")");
    }
    if (group.example.verb != "verdict") both(group.example);
    places(group);
    out_ += "</details>\n";
  }

  void both(const compare::Difference& example) {
    put("<p class=\"muted\">As in <code>{}</code>{}</p>\n<div class=\"both\">", html_text(example.scenario),
        example.client.empty() ? "" : ", " + html_text(example.client));
    column("a", example.a_sent, example.a_received);
    column("b", example.b_sent, example.b_received);
    out_ += "</div>\n";
  }

  void column(std::string_view title, const std::string& sent, const std::string& received) {
    put("<div><h3>{}</h3><table class=\"wire\"><tbody>", title);
    row("sent", "C:", sent);
    row("received", "S:", received);
    out_ += "</tbody></table></div>";
  }

  void row(std::string_view css, std::string_view who, const std::string& bytes) {
    std::string shown;
    for (const std::string& part : shown_wire(bytes, kOctets))
      shown += (shown.empty() ? "" : "\n") + html_text(part);
    put("<tr class=\"{}\"><td>{}</td><td>{}</td></tr>", css, who,
        shown.empty() ? "<span class=\"muted\">nothing</span>" : shown);
  }

  void places(const DiffGroup& group) {
    out_ += "<p class=\"muted\">";
    for (std::size_t i = 0; i < std::min(kPlacesShown, group.places.size()); ++i)
      put("<code>{}</code> ", html_text(group.places[i].scenario));
    if (group.places.size() > kPlacesShown) put("and {} more", group.places.size() - kPlacesShown);
    out_ += "</p>\n";
  }

  void explained() {
    const std::size_t count = diff_.groups.size() - diff_.unexplained();
    if (count == 0) return;
    put("<section aria-labelledby=\"explained\"><h2 id=\"explained\">Explained ({})</h2>\n", count);
    for (const DiffGroup& group : diff_.groups) {
      if (group.explained != nullptr) card(group, false);
    }
    out_ += "</section>\n";
  }

  void stale() {
    for (const Explanation* each : diff_.stale) {
      put("<p class=\"warn\" role=\"alert\">{}: expected, and not there any more: {} <code>{}</code></p>\n",
          html_text(each->place), html_text(each->id), html_text(each->pattern));
    }
  }

  void not_compared() {
    if (diff_.not_compared.empty() && diff_.remarks.empty()) return;
    put("<details class=\"plain\"><summary><b>Not compared ({})</b></summary><table><tbody>\n",
        diff_.not_compared.size());
    for (const compare::NotCompared& each : diff_.not_compared)
      put("<tr><th scope=\"row\"><code>{}</code></th><td>{}</td></tr>\n", html_text(each.id),
          html_text(each.reason));
    for (const std::string& remark : diff_.remarks)
      put("<tr><th scope=\"row\">in part</th><td>{}</td></tr>\n", html_text(remark));
    out_ += "</tbody></table></details>\n";
  }

  void sides() {
    out_ +=
        "<section aria-labelledby=\"sides\"><h2 id=\"sides\">The two sides</h2><div class=\"panel\"><table "
        "class=\"sides\"><tbody>\n";
    for (const auto& [letter, side] : {std::pair("a", &diff_.a), std::pair("b", &diff_.b)}) {
      put("<tr><th scope=\"row\">{}</th><td>{}", letter, html_text(side->name));
      for (const auto& [what, value] : side->started.target)
        put("<br>{} <code>{}</code>", html_text(what), html_text(value));
      out_ += "</td></tr>\n";
    }
    out_ += "</tbody></table></div></section>\n";
  }

  const Diff& diff_;
  std::string out_;
};

}  // namespace

std::string render_diff_html(const Diff& diff) {
  return DiffHtml(diff).render();
}

}  // namespace mailrig::reports
