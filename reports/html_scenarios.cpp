#include <iterator>

#include <fmt/format.h>

#include "reports/html.hpp"
#include "reports/show.hpp"

namespace mailrig::reports {

namespace {

constexpr std::size_t kWireLimit = 4096;    // octets of one exchange
constexpr std::size_t kWireRowLimit = 400;  // of one scenario; the last ones are shown
constexpr std::size_t kOpenCards = 3;       // cards that stand open at first

class Findings {
 public:
  explicit Findings(std::string& out) : out_(out) {}
  void card(const ScenarioResult& result, bool open);

 private:
  template <class... Args>
  void put(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(out_), format, std::forward<Args>(args)...);
  }
  void entry(std::string_view label, const std::string& html, std::string_view css = "") {
    if (!html.empty()) put("<dt>{}</dt><dd class=\"{}\">{}</dd>\n", label, css, html);
  }
  static std::string block(std::string_view text) {
    return text.empty() ? "" : "<pre>" + html_text(text) + "</pre>";
  }
  void finding(const record::Judgement& judgement);
  void wire(const ScenarioResult& result);

  std::string& out_;
};

void Findings::finding(const record::Judgement& judgement) {
  put("<dl class=\"finding\">");
  std::string rule = html_text(shown_clause(judgement.clause));
  if (!rule.empty()) rule = "<b>" + rule + "</b> · ";
  rule += html_text(shown_source(judgement));
  if (judgement.finding != record::Finding::Violation)
    rule += " · " + std::string(shown_finding(judgement.finding));
  entry("rule", rule);
  entry("why", html_text(judgement.why));
  entry("wanted", block(judgement.wanted));
  entry("got", block(judgement.got), "got");
  const std::string place = shown_place(judgement);
  entry("at", place.empty() ? "" : "<code>" + html_text(place) + "</code>");
  put("</dl>\n");
}

void Findings::wire(const ScenarioResult& result) {
  if (result.wire.empty()) return;
  const std::size_t first = result.wire.size() > kWireRowLimit ? result.wire.size() - kWireRowLimit : 0;
  put("<table class=\"wire\"><caption class=\"sr\">Wire of {}</caption><thead class=\"sr\"><tr><th "
      "scope=\"col\">since "
      "start</th><th scope=\"col\">client</th><th scope=\"col\">direction</th><th "
      "scope=\"col\">octets</th></tr></thead>"
      "<tbody>\n",
      html_text(result.id));
  for (std::size_t i = first; i < result.wire.size(); ++i) {
    const record::Wire& line = result.wire[i];
    std::string shown;
    for (const std::string& part : shown_wire(line.bytes, kWireLimit)) {
      shown += (shown.empty() ? "" : "\n") + html_text(part);
    }
    const double milliseconds = static_cast<double>((line.at - result.started_at).count()) / 1e6;
    put("<tr class=\"{}\"><td class=\"time\">{:.1f} ms</td><td>{}</td><td>{}</td><td>{}</td></tr>\n",
        name(line.direction), milliseconds, html_text(line.client), shown_direction(line.direction), shown);
  }
  put("</tbody></table>\n");
}

void Findings::card(const ScenarioResult& result, bool open) {
  put("<details class=\"card {}\"{}><summary>{}<span class=\"id\">{}</span> {}</summary>\n",
      result.known() ? "known" : name(result.verdict), open ? " open" : "", html_badge(result),
      html_text(result.id), html_text(result.title));
  if (result.standing) put("<p>{}</p>\n", html_text(shown_standing(*result.standing)));
  if (!result.reason.empty()) put("<p>{}</p>\n", html_text(result.reason));
  for (const record::Judgement& judgement : result.spoke) finding(judgement);
  wire(result);
  if (!result.again.empty()) {
    put("<dl class=\"finding\"><dt>again</dt><dd><code>{}</code></dd></dl>\n", html_text(result.again));
  }
  put("</details>\n");
}

void append_skips(std::string& out, const Run& run) {
  if (run.skip_reasons.empty()) return;
  out +=
      "<details class=\"plain\" open><summary><b>Skipped, by reason</b></summary><div "
      "style=\"overflow-x:auto\"><table>"
      "<thead><tr><th scope=\"col\">reason</th><th scope=\"col\" class=\"n\">scenarios</th><th "
      "scope=\"col\">which"
      "</th></tr></thead><tbody>\n";
  for (const auto& [reason, count] : run.skip_reasons) {
    std::string ids;
    for (const ScenarioResult& result : run.scenarios) {
      if (result.verdict == Verdict::Skipped && result.reason == reason)
        ids += "<code>" + html_text(result.id) + "</code> ";
    }
    fmt::format_to(std::back_inserter(out),
                   "<tr><th scope=\"row\">{}</th><td class=\"n\">{}</td><td>{}</td></tr>\n",
                   html_text(reason), count, ids);
  }
  out += "</tbody></table></div></details>\n";
}

}  // namespace

void append_findings(std::string& out, const Run& run) {
  std::vector<const ScenarioResult*> shown = run.attention();
  const std::size_t attention = shown.size();
  for (const ScenarioResult& result : run.scenarios) {
    if (result.verdict == Verdict::Note || result.known()) shown.push_back(&result);
  }
  if (shown.empty()) return;
  out += "<section aria-labelledby=\"findings\"><h2 id=\"findings\">Findings</h2>\n";
  Findings findings(out);
  for (std::size_t i = 0; i < shown.size(); ++i) findings.card(*shown[i], i < attention && i < kOpenCards);
  out += "</section>\n";
}

void append_scenario_list(std::string& out, const Run& run) {
  if (run.scenarios.empty()) return;
  out += "<section aria-labelledby=\"scenarios\"><h2 id=\"scenarios\">All scenarios</h2>\n";
  append_skips(out, run);
  fmt::format_to(
      std::back_inserter(out),
      "<details class=\"plain\"><summary><b>All {} scenarios</b></summary><div "
      "style=\"overflow-x:auto\"><table><thead><tr><th scope=\"col\">verdict</th><th "
      "scope=\"col\">id</th><th "
      "scope=\"col\">title</th><th scope=\"col\">stands on</th><th scope=\"col\" class=\"n\">took</th></tr>"
      "</thead><tbody>\n",
      run.scenarios.size());
  for (const ScenarioResult& result : run.scenarios) {
    std::string clauses;
    for (const record::Reference& clause : result.clauses) {
      clauses += (clauses.empty() ? "" : ", ") + html_text(section_name(clause));
    }
    fmt::format_to(std::back_inserter(out),
                   "<tr><td>{}</td><td><code>{}</code></td><td>{}</td><td>{}</td><td "
                   "class=\"n\">{}</td></tr>\n",
                   html_badge(result), html_text(result.id), html_text(result.title), clauses,
                   shown_time(result.took));
  }
  out += "</tbody></table></div></details></section>\n";
}

}  // namespace mailrig::reports
