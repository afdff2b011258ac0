#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "reports/html.hpp"
#include "reports/show.hpp"

namespace mailrig::reports {

namespace {

void append_tiles(std::string& out, const Counts& counts) {
  out += "<ul class=\"tiles\" aria-label=\"Verdicts\">";
  for (const auto& [word, count] : shown_columns(counts, counts)) {
    fmt::format_to(std::back_inserter(out), "<li class=\"{0}{1}\"><b>{2}</b><span>{0}</span></li>", word,
                   count == 0 ? " zero" : "", shown_count(count));
  }
  fmt::format_to(std::back_inserter(out), "<li><b>{}</b><span>in all</span></li></ul>\n",
                 shown_count(counts.total()));
}

void append_warnings(std::string& out, const Run& run) {
  std::vector<std::string> warnings;
  if (!run.ended.gone.empty()) warnings.push_back("The target went away: " + run.ended.gone);
  for (const record::Standing& standing : run.standings) {
    if (is_stale(standing))
      warnings.push_back("The list of known failures is out of date: " + shown_place(standing) + ": " +
                         shown_standing(standing));
  }
  for (const std::string& why : run.ended.invalid) warnings.push_back("The run is invalid: " + why);
  for (const std::string& what : run.ended.left) warnings.push_back("May be left at the target: " + what);
  if (run.ended.interrupted)
    warnings.emplace_back("The run was interrupted; what is shown is what was known.");
  if (!run.whole) warnings.emplace_back("The record ends before the run does.");
  for (const std::string& warning : warnings) {
    fmt::format_to(std::back_inserter(out), "<p class=\"warn\" role=\"alert\">{}</p>\n", html_text(warning));
  }
}

// Those that stand on the section and did not pass.
std::string to_look_at(const Run& run, const std::string& section) {
  std::string ids;
  for (const ScenarioResult& result : run.scenarios) {
    if (!result.needs_attention()) continue;
    const bool stands =
        std::any_of(result.clauses.begin(), result.clauses.end(),
                    [&](const record::Reference& clause) { return section_name(clause) == section; });
    if (stands) ids += html_id(run, result) + " ";
  }
  return ids;
}

// Where it was, without what the servers said there.
std::string endpoints(const Run& run) {
  std::string out;
  for (const auto& [what, value] : run.started.target) {
    if (what.find(' ') != std::string::npos) continue;
    out += (out.empty() ? "<br>" : " · ") + html_text(what) + " " + html_text(value);
  }
  return out;
}

// How strongly the RFCs ask, and what kind of finding it is: no sum goes over either.
void append_strictness(std::string& out, const Strictness& strictness) {
  out +=
      "<div class=\"panel\"><table><caption>What was judged, by how strongly the RFC "
      "asks</caption><thead><tr><th "
      "scope=\"col\"></th>";
  for (const Level level : kLevels) {
    fmt::format_to(std::back_inserter(out), "<th scope=\"col\" class=\"n\">{}</th>", name(level));
  }
  out += "</tr></thead><tbody>\n<tr><th scope=\"row\">held</th>";
  for (const std::uint64_t count : strictness.held) {
    fmt::format_to(std::back_inserter(out), "<td class=\"n\">{}</td>", shown_count(count));
  }
  for (const record::Finding kind : kFindings) {
    fmt::format_to(std::back_inserter(out), "</tr>\n<tr><th scope=\"row\">{}</th>", shown_finding(kind));
    for (const Level level : kLevels) {
      const std::uint64_t count = strictness.of(kind, level);
      fmt::format_to(std::back_inserter(out), "<td class=\"n{}\">{}</td>", count == 0 ? " zero" : "",
                     shown_spoke(strictness, kind, level));
    }
  }
  out += "</tr></tbody></table></div>\n";
}

}  // namespace

void append_tallies(std::string& out, std::string_view title, std::string_view caption,
                    const std::vector<const Tally*>& tallies, const Counts& whole,
                    const std::function<std::string(const Tally&)>& last) {
  fmt::format_to(std::back_inserter(out), "<table><caption>{}</caption><thead><tr><th scope=\"col\">{}</th>",
                 caption, title);
  for (const auto& [word, count] : shown_columns(whole, whole)) {
    fmt::format_to(std::back_inserter(out), "<th scope=\"col\" class=\"n\">{}</th>", word);
  }
  fmt::format_to(std::back_inserter(out), "<th scope=\"col\">share</th>{}</tr></thead><tbody>\n",
                 last ? "<th scope=\"col\">look at</th>" : "");
  for (const Tally* tally : tallies) {
    fmt::format_to(std::back_inserter(out), "<tr><th scope=\"row\">{}</th>", html_text(tally->name));
    for (const auto& [word, count] : shown_columns(tally->counts, whole)) {
      fmt::format_to(std::back_inserter(out), "<td class=\"n{}\">{}</td>", count == 0 ? " zero" : "", count);
    }
    fmt::format_to(std::back_inserter(out), "<td>{}</td>", html_bar(tally->counts));
    if (last) fmt::format_to(std::back_inserter(out), "<td>{}</td>", last(*tally));
    out += "</tr>\n";
  }
  out += "</tbody></table>\n";
}

void append_overview(std::string& out, const Run& run) {
  fmt::format_to(std::back_inserter(out),
                 "<h1>{}</h1>\n<p class=\"muted\">mailrig {} {} · {} · took {} · seed {}{}</p>\n",
                 shown_headline(run), html_text(run.started.kind), html_text(run.started.tool_version),
                 html_text(run.started.started_at), shown_time(run_time(run)), run.started.seed,
                 endpoints(run));
  append_warnings(out, run);
  if (run.scenarios.empty()) return;
  append_tiles(out, run.counts);
  std::vector<const Tally*> protocols;
  for (const Tally& tally : run.by_protocol) protocols.push_back(&tally);
  out += "<div class=\"overview\"><div class=\"panel\">";
  append_tallies(out, "protocol", "Verdicts by protocol", protocols, run.counts);
  out += "</div>\n";
  append_strictness(out, run.strictness);
  out += "</div>\n";
}

// One foldable table an RFC; open if something in it failed.
void append_sections(std::string& out, const Run& run) {
  if (run.by_section.empty()) return;
  out +=
      "<section aria-labelledby=\"sections\"><h2 id=\"sections\">By RFC section</h2>\n"
      "<p class=\"muted\">A scenario counts in every section that it stands on.</p>\n<div class=\"rfcs\">";
  for (std::size_t begin = 0; begin < run.by_section.size();) {
    const std::string rfc = run.by_section[begin].name.substr(0, run.by_section[begin].name.find(' ', 4));
    std::vector<const Tally*> sections;
    Counts counts;
    for (; begin < run.by_section.size() && (run.by_section[begin].name + " ").starts_with(rfc + " ");
         ++begin) {
      sections.push_back(&run.by_section[begin]);
      counts.add(run.by_section[begin].counts);
    }
    const bool open = counts.of(Verdict::Fail) > 0;
    fmt::format_to(std::back_inserter(out),
                   "<details class=\"plain\"{}><summary><b>{}</b><span class=\"muted\">{} "
                   "section{}, {} failed</span>{}</summary><div style=\"overflow-x:auto\">",
                   open ? " open" : "", html_text(rfc), sections.size(), sections.size() == 1 ? "" : "s",
                   counts.of(Verdict::Fail), html_bar(counts));
    append_tallies(out, "section", "", sections, run.counts,
                   [&](const Tally& tally) { return to_look_at(run, tally.name); });
    out += "</div></details>\n";
  }
  out += "</div></section>\n";
}

void append_circumstances(std::string& out, const Run& run) {
  out +=
      "<section aria-labelledby=\"circumstances\"><h2 id=\"circumstances\">Target and command</h2><div "
      "class=\"panel\">"
      "<table><tbody>\n";
  const auto row = [&](std::string_view what, const std::string& value) {
    fmt::format_to(std::back_inserter(out), "<tr><th scope=\"row\">{}</th><td>{}</td></tr>\n",
                   html_text(what), value);
  };
  for (const auto& [what, value] : run.started.target) row(what, "<code>" + html_text(value) + "</code>");
  // In a run of scenarios they have a section of their own.
  for (const auto& [protocol, list] : run.started.capabilities) {
    if (!run.scenarios.empty()) break;
    std::string words;
    for (const std::string& capability : list) words += "<code>" + html_text(capability) + "</code> ";
    row(protocol + " capabilities", words.empty() ? "none" : words);
  }
  row("command", "<code>" + html_text(run.started.command) + "</code>");
  row("seed", std::to_string(run.started.seed));
  row("exit code", run.whole ? std::to_string(run.ended.exit_code) : "not known");
  for (const std::string& remark : run.started.remarks) row("remark", html_text(remark));
  out += "</tbody></table></div></section>\n";
}

}  // namespace mailrig::reports
