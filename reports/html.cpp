#include "reports/html.hpp"

#include <iterator>

#include <fmt/format.h>

#include "reports/html_filters.hpp"
#include "reports/reports.hpp"
#include "reports/show.hpp"

namespace mailrig::reports {

namespace {

std::string page_title(const Run& run) {
  return fmt::format("mailrig {}", run.started.kind.empty() ? "report" : run.started.kind);
}

void append_link(std::string& out, bool wanted, std::string_view id, std::string_view title) {
  if (wanted) fmt::format_to(std::back_inserter(out), "<li><a href=\"#{}\">{}</a></li>", id, title);
}

void append_navigation(std::string& out, const Run& run) {
  out += "<nav aria-label=\"Sections\"><ul>";
  append_link(out, !run.attention().empty(), "findings", "Findings");
  append_link(out, !run.scenarios.empty() && !run.capabilities.empty(), "capabilities", "Capabilities");
  append_link(out, !run.by_section.empty(), "sections", "By RFC section");
  append_link(out, !run.scenarios.empty(), "scenarios", "All scenarios");
  append_link(out, run.load.has_value(), "load", "Load");
  append_link(out, true, "circumstances", "Target and command");
  out += "</ul></nav>\n";
}

}  // namespace

std::string html_text(std::string_view text) {
  std::string out;
  for (const char c : shown_text(text)) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out.push_back(c);
    }
  }
  return out;
}

std::string html_badge(std::string_view verdict) {
  return fmt::format("<span class=\"badge {0}\">{0}</span>", verdict);
}

std::string html_badge(const ScenarioResult& result) {
  return html_badge(result.known() ? "known" : name(result.verdict));
}

std::string html_bar(const Counts& counts) {
  if (counts.total() == 0) return {};
  std::string parts, words;
  for (const auto& [word, count] : shown_columns(counts, counts)) {
    if (count == 0) continue;
    fmt::format_to(std::back_inserter(parts), "<i class=\"{}\" style=\"flex:{}\"></i>", word, count);
    fmt::format_to(std::back_inserter(words), "{}{} {}", words.empty() ? "" : ", ", count, word);
  }
  return fmt::format("<span class=\"bar\" role=\"img\" aria-label=\"{0}\" title=\"{0}\">{1}</span>", words,
                     parts);
}

std::string render_html(const Run& run) {
  std::string out =
      html_head(page_title(run), filter_style(finding_filters(run)) + filter_style(verdict_filters(run)));
  append_overview(out, run);
  append_navigation(out, run);
  out += "</header>\n<main id=\"main\">\n";
  append_findings(out, run);
  append_capabilities(out, run);
  append_sections(out, run);
  append_scenario_list(out, run);
  if (run.load) append_load(out, *run.load);
  append_circumstances(out, run);
  fmt::format_to(std::back_inserter(out),
                 "</main>\n<footer>mailrig {}. This page makes no request to anywhere.</footer>\n"
                 "</body>\n</html>\n",
                 html_text(run.started.tool_version));
  return out;
}

}  // namespace mailrig::reports
