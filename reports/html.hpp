// The sections of the HTML report; render_html() puts them together.
#pragma once

#include <string>
#include <string_view>

#include "reports/run.hpp"

namespace mailrig::reports {

// shown_text() with the five characters of markup escaped: safe in text and in quoted attributes.
[[nodiscard]] std::string html_text(std::string_view text);

[[nodiscard]] std::string_view html_style();                  // the style sheet
void append_overview(std::string& out, const Run& run);       // head line, verdicts, protocols
void append_sections(std::string& out, const Run& run);       // verdicts by RFC section
void append_findings(std::string& out, const Run& run);       // each non-pass with its wire
void append_scenario_list(std::string& out, const Run& run);  // skipped by reason, and all
void append_load(std::string& out, const LoadResult& load);   // totals, plots, tables
void append_circumstances(std::string& out, const Run& run);  // target, capabilities, command

// A table of verdicts with a bar a row; `title` heads the first column.
void append_tallies(std::string& out, std::string_view title, std::string_view caption,
                    const std::vector<const Tally*>& tallies, const Counts& whole);
// A badge with the verdict's word and colour; "known" for what the list of known failures accounts for.
[[nodiscard]] std::string html_badge(const ScenarioResult& result);
// A bar of the verdicts in their shares; the numbers in words for a screen reader.
[[nodiscard]] std::string html_bar(const Counts& counts);

}  // namespace mailrig::reports
