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
  if (run.ended.interrupted)
    warnings.emplace_back("The run was interrupted; what is shown is what was known.");
  if (!run.whole) warnings.emplace_back("The record ends before the run does.");
  for (const std::string& warning : warnings) {
    fmt::format_to(std::back_inserter(out), "<p class=\"warn\" role=\"alert\">{}</p>\n", html_text(warning));
  }
}

}  // namespace

void append_tallies(std::string& out, std::string_view title, std::string_view caption,
                    const std::vector<const Tally*>& tallies, const Counts& whole) {
  fmt::format_to(std::back_inserter(out), "<table><caption>{}</caption><thead><tr><th scope=\"col\">{}</th>",
                 caption, title);
  for (const auto& [word, count] : shown_columns(whole, whole)) {
    fmt::format_to(std::back_inserter(out), "<th scope=\"col\" class=\"n\">{}</th>", word);
  }
  out += "<th scope=\"col\">share</th></tr></thead><tbody>\n";
  for (const Tally* tally : tallies) {
    fmt::format_to(std::back_inserter(out), "<tr><th scope=\"row\">{}</th>", html_text(tally->name));
    for (const auto& [word, count] : shown_columns(tally->counts, whole)) {
      fmt::format_to(std::back_inserter(out), "<td class=\"n{}\">{}</td>", count == 0 ? " zero" : "", count);
    }
    fmt::format_to(std::back_inserter(out), "<td>{}</td></tr>\n", html_bar(tally->counts));
  }
  out += "</tbody></table>\n";
}

void append_overview(std::string& out, const Run& run) {
  fmt::format_to(std::back_inserter(out),
                 "<h1>{}</h1>\n<p class=\"muted\">mailrig {} {} · {} · took {}</p>\n", shown_headline(run),
                 html_text(run.started.kind), html_text(run.started.tool_version),
                 html_text(run.started.started_at), shown_time(run_time(run)));
  append_warnings(out, run);
  if (run.scenarios.empty()) return;
  append_tiles(out, run.counts);
  std::vector<const Tally*> protocols;
  for (const Tally& tally : run.by_protocol) protocols.push_back(&tally);
  out += "<div class=\"panel\" style=\"margin-top:14px\">";
  append_tallies(out, "protocol", "Verdicts by protocol", protocols, run.counts);
  out += "</div>\n";
}

// One foldable table an RFC; open if something in it failed.
void append_sections(std::string& out, const Run& run) {
  if (run.by_section.empty()) return;
  out +=
      "<section aria-labelledby=\"sections\"><h2 id=\"sections\">By RFC section</h2>\n"
      "<p class=\"muted\">A scenario counts in every section that it stands on.</p>\n";
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
    append_tallies(out, "section", "", sections, run.counts);
    out += "</div></details>\n";
  }
  out += "</section>\n";
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
  for (const auto& [protocol, list] : run.started.capabilities) {
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
