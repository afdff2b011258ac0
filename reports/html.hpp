// The sections of the HTML report; render_html() puts them together.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "reports/run.hpp"

namespace mailrig::reports {

// shown_text() with the five characters of markup escaped: safe in text and in quoted attributes.
[[nodiscard]] std::string html_text(std::string_view text);

// A page up to where its header begins; it allows itself no request and no script. `style`: rules of its own.
[[nodiscard]] std::string html_head(std::string_view title, std::string_view style);
void append_overview(std::string& out, const Run& run);       // head line, verdicts, protocols
void append_sections(std::string& out, const Run& run);       // verdicts by RFC section
void append_findings(std::string& out, const Run& run);       // each non-pass with its wire, and by rule
void append_capabilities(std::string& out, const Run& run);   // tested, untested, unadvertised
void append_scenario_list(std::string& out, const Run& run);  // skipped by reason, and all
void append_load(std::string& out, const LoadResult& load);   // totals, plots, tables
void append_circumstances(std::string& out, const Run& run);  // target, capabilities, command

// A table of verdicts with a bar a row; `title` heads the first column, `last` gives what stands in one
// behind.
void append_tallies(std::string& out, std::string_view title, std::string_view caption,
                    const std::vector<const Tally*>& tallies, const Counts& whole,
                    const std::function<std::string(const Tally&)>& last = nullptr);
// Where the card of a scenario is; empty: it has none, for it passed or was skipped.
[[nodiscard]] std::string html_anchor(const Run& run, const ScenarioResult& result);
// Its id, as a link to its card if it has one.
[[nodiscard]] std::string html_id(const Run& run, const ScenarioResult& result);
// A badge with the verdict's word and colour; "known" for what the list of known failures accounts for.
[[nodiscard]] std::string html_badge(const ScenarioResult& result);
// A bar of the verdicts in their shares; the numbers in words for a screen reader.
[[nodiscard]] std::string html_bar(const Counts& counts);

}  // namespace mailrig::reports
