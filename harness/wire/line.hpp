// What every protocol asks of a line: CRLF at its end, no CR or LF elsewhere, no NUL.
#pragma once

#include <cstddef>
#include <string_view>

#include "harness/wire/flaw.hpp"

namespace mailrig::wire {

// Adds kBareLf, kBareCr and kNul for `line` (its end included), each at most once. `offset` is that
// of the line in the unit.
void check_line(std::string_view line, std::size_t offset, Flaws& flaws);

}  // namespace mailrig::wire
