// Patterns of `S:` lines, one parser a protocol. docs/SCENARIOS.md, "Patterns".
#pragma once

#include "harness/scenario/names.hpp"

namespace mailrig::scenario {

// S: codes [SP enhanced] [SP "with" keywords] [SP "without" keywords] [SP "~/" RE2 "/"] [":" terms]
//   codes = code *( "|" code ); code = 3( DIGIT / "x" ); enhanced = "5.1.x" *( "|" … )
[[nodiscard]] SmtpPattern parse_smtp_pattern(const Text& text, Names& names, Diagnostics& mistakes);

// S: ( "+OK" / "-ERR" / "+" / "any" ) [SP "[" code "]"] [SP terms] [SP "any order"]
[[nodiscard]] Pop3Pattern parse_pop3_pattern(const Text& text, Names& names, Diagnostics& mistakes);
// Whether a line begins a response, or is one of a block.
[[nodiscard]] bool is_pop3_status(std::string_view text);
[[nodiscard]] Pop3Pattern::Line parse_pop3_line(const Text& text, Names& names, Diagnostics& mistakes);

// S: [tag SP] statuses [SP "[" terms "]"] / "*" SP statuses … / "*" SP [number SP] name [SP terms] / "+" [SP
// terms]
[[nodiscard]] ImapPattern parse_imap_pattern(const Text& text, Names& names, Diagnostics& mistakes);

}  // namespace mailrig::scenario
