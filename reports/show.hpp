// Values as people read them, the same in every report.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "reports/run.hpp"

namespace mailrig::reports {

[[nodiscard]] std::string shown_time(std::chrono::nanoseconds time);  // "1.23 ms"
[[nodiscard]] std::string shown_count(std::uint64_t count);           // "12,345"
[[nodiscard]] std::string shown_octets(std::uint64_t octets);         // "1.2 MiB"
[[nodiscard]] std::string shown_rate(double per_second);              // "199.9"

// UTF-8 that neither a terminal nor an XML reader takes for anything but text: control characters,
// bidirectional overrides among them, become \xHH.
[[nodiscard]] std::string shown_text(std::string_view text);

// At most `limit` octets of UTF-8, cut between characters; what was cut is told.
[[nodiscard]] std::string shown_part(std::string text, std::size_t limit);
// At most `width` characters of UTF-8, the last an ellipsis if some were cut.
[[nodiscard]] std::string shown_line(std::string text, std::size_t width);

// Wire octets line by line, printable, at most `limit` octets in all; masks stay readable.
[[nodiscard]] std::vector<std::string> shown_wire(std::string_view bytes, std::size_t limit);

// "RFC 5321 4.2.1 MUST"
[[nodiscard]] std::string shown_clause(const record::Reference& clause);
// "scenarios/smtp/helo.toml:12:3"; empty without a file.
[[nodiscard]] std::string shown_place(const record::Judgement& judgement);
// "expectation", "watcher imap.uid.ascending", …
[[nodiscard]] std::string shown_source(const record::Judgement& judgement);
// The command that says what a scenario is about.
[[nodiscard]] std::string shown_explain(const ScenarioResult& result);
// One line that says what is wrong with a scenario: its reason, or its first finding.
[[nodiscard]] std::string shown_complaint(const ScenarioResult& result);
// "IDLE, MOVE" of what a service advertises and no scenario tested; empty: none.
struct Untested {
  std::string service, names;
  std::size_t of = 0, tested = 0;  // how many it advertises
};
[[nodiscard]] std::vector<Untested> shown_untested(const Run& run);
// "MOVE (imap), 3 of 3 trials" for each that works though it is not advertised.
[[nodiscard]] std::vector<std::string> shown_unadvertised(const Run& run);
// The run in one sentence: "1 of 68 scenarios failed, 1 weak".
[[nodiscard]] std::string shown_headline(const Run& run);
// "violation", "exploitable", "hardening", "interop quirk".
[[nodiscard]] std::string_view shown_finding(record::Finding finding);
// Of a judgement: a MAY that is not there is no violation, but "not offered".
[[nodiscard]] std::string_view shown_finding(const record::Judgement& judgement);
// A count of Strictness: "3"; of MAYs "1 not offered".
[[nodiscard]] std::string shown_spoke(const Strictness& strictness, record::Finding finding, Level level);
// The columns of a table of verdicts. Flaky and known are there only if the `whole` run has such.
struct Column {
  std::string_view word;  // "pass", … "known"
  std::uint64_t count = 0;
};
[[nodiscard]] std::vector<Column> shown_columns(const Counts& counts, const Counts& whole);

[[nodiscard]] std::string shown_ordinal(std::size_t number);  // "1st", "22nd"
// What the list of known failures says, in one sentence; what is out of date, with the lines to delete.
[[nodiscard]] std::string shown_standing(const record::Standing& standing);
// The list is out of date there.
[[nodiscard]] bool is_stale(const record::Standing& standing);
// "known.toml:12"
[[nodiscard]] std::string shown_place(const record::Standing& standing);
// "who" of a wire line: "C:", "S:", "--".
[[nodiscard]] std::string_view shown_direction(record::Direction direction);
// How many lines of wire there were when the first finding was made: what follows is cleaning up.
[[nodiscard]] std::size_t talked_until(const ScenarioResult& result);
// How long the run took: the last event that carries a time.
[[nodiscard]] std::chrono::nanoseconds run_time(const Run& run);

}  // namespace mailrig::reports
