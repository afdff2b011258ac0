// Patterns of `S:` lines, one parser a protocol. docs/SCENARIOS.md, "Patterns".
#pragma once

#include <span>
#include <string_view>

#include "harness/scenario/names.hpp"

namespace mailrig::scenario {

// S: codes [SP enhanced] [SP "with" keywords] [SP "without" keywords] [SP "~/" RE2 "/"] [":" words]
//   codes = code *( "|" code ); code = 3( DIGIT / "x" ); enhanced = "5.1.x" *( "|" … )
// "with", "without": what keywords stand behind.
[[nodiscard]] std::span<const std::string_view> smtp_words();
[[nodiscard]] SmtpPattern parse_smtp_pattern(const Text& text, Names& names, Diagnostics& mistakes);
// A reply of several lines, as RFC 5321 4.2.1 writes it: S: codes "-" line, then S: codes …
//   line = "" / "..." / ":" terms / "~/" RE2 "/"; the first may be "any order"
struct SmtpLine {
  Text codes, line;
};
[[nodiscard]] std::optional<SmtpLine> split_smtp_line(const Text& text);
[[nodiscard]] LinePattern parse_smtp_line(const Text& text, Names& names, Diagnostics& mistakes);

// S: ( "+OK" / "-ERR" / "+" / "any" ) [SP "[" code "]"] [SP words] [SP "any order"]
[[nodiscard]] Pop3Pattern parse_pop3_pattern(const Text& text, Names& names, Diagnostics& mistakes);
// Whether a line begins a response, or is one of a block.
[[nodiscard]] bool is_pop3_status(std::string_view text);
[[nodiscard]] std::span<const std::string_view> pop3_statuses();
[[nodiscard]] LinePattern parse_pop3_line(const Text& text, Names& names, Diagnostics& mistakes);
// What no block can fit, or what would not be looked at.
void check_pop3_block(const Pop3Pattern& pattern, Diagnostics& mistakes);
void check_any_order(const std::vector<LinePattern>& lines, Diagnostics& mistakes);

// S: [tag SP] statuses [SP "[" terms "]"] / "*" SP statuses … / "*" SP [number SP] name [SP terms] / "+" [SP
// terms]
[[nodiscard]] ImapPattern parse_imap_pattern(const Text& text, Names& names, Diagnostics& mistakes);

// "OK", "NO", …
[[nodiscard]] std::span<const std::string_view> imap_statuses();

}  // namespace mailrig::scenario
