#include <iterator>

#include <fmt/format.h>

#include "reports/html.hpp"
#include "reports/html_filters.hpp"
#include "reports/show.hpp"

namespace mailrig::reports {

namespace {

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
      if (result.verdict == Verdict::Skipped && result.reason == reason) ids += html_id(run, result) + " ";
    }
    fmt::format_to(std::back_inserter(out),
                   "<tr><th scope=\"row\">{}</th><td class=\"n\">{}</td><td>{}</td></tr>\n",
                   html_text(reason), count, ids);
  }
  out += "</tbody></table></div></details>\n";
}

}  // namespace

void append_scenario_list(std::string& out, const Run& run) {
  if (run.scenarios.empty()) return;
  out += "<section aria-labelledby=\"scenarios\"><h2 id=\"scenarios\">All scenarios</h2>\n";
  append_skips(out, run);
  fmt::format_to(std::back_inserter(out),
                 "<details class=\"plain\"><summary><b>All {} scenarios</b></summary>", run.scenarios.size());
  append_filters(out, verdict_filters(run));
  out +=
      "<div class=\"items\" style=\"overflow-x:auto\"><table><thead><tr><th scope=\"col\">verdict</th><th "
      "scope=\"col\">id</th><th "
      "scope=\"col\">title</th><th scope=\"col\">stands on</th><th scope=\"col\" class=\"n\">took</th></tr>"
      "</thead><tbody>\n";
  for (const ScenarioResult& result : run.scenarios) {
    std::string clauses;
    for (const record::Reference& clause : result.clauses) {
      clauses += (clauses.empty() ? "" : ", ") + html_text(section_name(clause));
    }
    fmt::format_to(std::back_inserter(out),
                   "<tr class=\"item v-{}\"><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td "
                   "class=\"n\">{}</td></tr>\n",
                   result.known() ? "known" : name(result.verdict), html_badge(result), html_id(run, result),
                   html_text(result.title), clauses, shown_time(result.took));
  }
  out += "</tbody></table></div></details></section>\n";
}

}  // namespace mailrig::reports
