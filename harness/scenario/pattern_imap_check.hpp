// Patterns that no response can fit, and parts of a pattern that would not be looked at: each is a mistake,
// told with what was probably meant. What the pattern leaves to a variable or an expression is let pass.
#pragma once

#include "harness/scenario/names.hpp"

namespace mailrig::scenario {

// `name_column`: of the data's name.
void check_imap_pattern(const ImapPattern& pattern, const Location& at, std::uint32_t name_column,
                        Diagnostics& mistakes);

}  // namespace mailrig::scenario
