#include <algorithm>
#include <iterator>
#include <map>
#include <tuple>

#include <fmt/format.h>

#include "reports/html.hpp"
#include "reports/html_filters.hpp"
#include "reports/show.hpp"

namespace mailrig::reports {

namespace {

constexpr std::size_t kWireLimit = 4096;    // octets of one exchange
constexpr std::size_t kWireRowLimit = 400;  // of one scenario; the last ones are shown
constexpr std::size_t kOpenCards = 3;       // cards that stand open at first
constexpr std::size_t kWhatLimit = 300;     // octets of what is wrong, in a list

class Findings {
 public:
  Findings(std::string& out, const Run& run) : out_(out), run_(run) {}
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
  const Run& run_;
};

// The end of a line is there to be seen, and in nobody's way; one that is no CRLF stands out.
std::string html_line(const std::string& line) {
  constexpr std::string_view kCrlf = "\\r\\n", kLf = "\\n";
  const bool crlf = line.ends_with(kCrlf);
  if (!crlf && !line.ends_with(kLf)) return html_text(line);
  const std::string_view end = crlf ? kCrlf : kLf;
  return fmt::format("{}<span class=\"{}\">{}</span>",
                     html_text(std::string_view(line).substr(0, line.size() - end.size())),
                     crlf ? "eol" : "odd", end);
}

void Findings::finding(const record::Judgement& judgement) {
  put("<dl class=\"finding\">");
  std::string rule = html_text(shown_clause(judgement.clause));
  if (!rule.empty()) rule = "<b>" + rule + "</b> · ";
  rule += html_text(shown_source(judgement));
  if (judgement.finding != record::Finding::Violation) rule += " · " + std::string(shown_finding(judgement));
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
  const std::size_t here = result.spoke.empty() ? 0 : talked_until(result);  // what follows is cleaning up
  for (std::size_t i = first; i < result.wire.size(); ++i) {
    const record::Wire& line = result.wire[i];
    std::string shown;
    for (const std::string& part : shown_wire(line.bytes, kWireLimit)) {
      shown += (shown.empty() ? "" : "\n") + html_line(part);
    }
    const double milliseconds = static_cast<double>((line.at - result.started_at).count()) / 1e6;
    put("<tr class=\"{}{}\"><td class=\"time\">{:.1f} ms</td><td>{}</td><td>{}</td><td>{}</td></tr>\n",
        name(line.direction),
        i + 1 == here           ? " here"
        : here > 0 && i >= here ? " after"
                                : "",
        milliseconds, html_text(line.client), shown_direction(line.direction), shown);
  }
  put("</tbody></table>\n");
}

void Findings::card(const ScenarioResult& result, bool open) {
  put("<details class=\"card item {}{}\"{}><summary>{}<span class=\"id\">{}</span> {}</summary>\n<div "
      "id=\"{}\">",
      result.known() ? "known" : name(result.verdict), marks_of(result).classes(), open ? " open" : "",
      html_badge(result), html_text(result.id), html_text(result.title), html_anchor(run_, result));
  if (result.standing) put("<p>{}</p>\n", html_text(shown_standing(*result.standing)));
  if (!result.reason.empty()) put("<p>{}</p>\n", html_text(result.reason));
  for (const record::Judgement& judgement : result.spoke) finding(judgement);
  wire(result);
  if (!result.again.empty()) {
    put("<dl "
        "class=\"finding\"><dt>again</dt><dd><code>{}</code></dd><dt>explain</dt><dd><code>{}</code></dd></"
        "dl>\n",
        html_text(result.again), html_text(shown_explain(result)));
  }
  put("</div></details>\n");
}

// A rule that did not hold, in however many scenarios.
struct BrokenRule {
  const record::Judgement* first = nullptr;
  std::vector<const ScenarioResult*> scenarios;
};
// MUST before SHOULD; within a level by kind, then by clause.
using RuleKey =
    std::tuple<Level, record::Finding, std::uint16_t, std::vector<std::uint32_t>, std::string, std::string>;

std::map<RuleKey, BrokenRule> broken_rules(const std::vector<const ScenarioResult*>& shown) {
  std::map<RuleKey, BrokenRule> rules;
  for (const ScenarioResult* result : shown) {
    for (const record::Judgement& one : result->spoke) {
      BrokenRule& rule = rules[{one.clause.level, one.finding, one.clause.rfc, numbers_in(one.clause.section),
                                one.clause.section, shown_source(one)}];
      if (rule.first == nullptr) rule.first = &one;
      if (rule.scenarios.empty() || rule.scenarios.back() != result) rule.scenarios.push_back(result);
    }
  }
  return rules;
}

void append_rules(std::string& out, const Run& run, const std::vector<const ScenarioResult*>& shown) {
  out +=
      "<div class=\"items by-rule panel\"><table><thead><tr><th scope=\"col\">asked by</th><th "
      "scope=\"col\">kind</th>"
      "<th scope=\"col\">clause</th><th scope=\"col\">found by</th><th scope=\"col\">what</th><th "
      "scope=\"col\">"
      "scenarios</th></tr></thead><tbody>\n";
  for (const auto& [key, rule] : broken_rules(shown)) {
    Marks marks;
    marks.add(*rule.first);
    std::string ids;
    for (const ScenarioResult* result : rule.scenarios) ids += html_id(run, *result) + " ";
    const std::string what = rule.first->why.empty() ? "wanted " + rule.first->wanted : rule.first->why;
    fmt::format_to(
        std::back_inserter(out),
        "<tr class=\"item{}\"><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>\n",
        marks.classes(), name(rule.first->clause.level), shown_finding(*rule.first),
        rule.first->clause.rfc == 0 ? "" : html_text(section_name(rule.first->clause)),
        html_text(shown_source(*rule.first)), html_text(shown_part(what, kWhatLimit)), ids);
  }
  out += "</tbody></table></div>\n";
}

bool has_card(const ScenarioResult& result) {
  return result.needs_attention() || result.verdict == Verdict::Note || result.known();
}

}  // namespace

std::string html_anchor(const Run& run, const ScenarioResult& result) {
  return has_card(result) ? fmt::format("s{}", &result - run.scenarios.data()) : "";
}

std::string html_id(const Run& run, const ScenarioResult& result) {
  const std::string anchor = html_anchor(run, result);
  if (anchor.empty()) return "<code>" + html_text(result.id) + "</code>";
  return fmt::format("<a href=\"#{}\"><code>{}</code></a>", anchor, html_text(result.id));
}

void append_findings(std::string& out, const Run& run) {
  std::vector<const ScenarioResult*> shown = run.attention();
  const std::size_t attention = shown.size();
  for (const ScenarioResult& result : run.scenarios) {
    if (has_card(result) && !result.needs_attention()) shown.push_back(&result);
  }
  if (shown.empty()) return;
  out += "<section aria-labelledby=\"findings\"><h2 id=\"findings\">Findings</h2>\n";
  append_filters(out, finding_filters(run));
  out += "<div class=\"items by-scenario\">\n";
  Findings findings(out, run);
  for (std::size_t i = 0; i < shown.size(); ++i) findings.card(*shown[i], i < attention && i < kOpenCards);
  out += "</div>\n";
  if (attention > 1) append_rules(out, run, shown);
  out += "</section>\n";
}

}  // namespace mailrig::reports
