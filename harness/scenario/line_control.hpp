// Lines that say how a dialogue goes on: if, else, repeat, at once, end, include; and check.
#pragma once

#include "harness/scenario/line.hpp"

namespace mailrig::scenario {

[[nodiscard]] bool is_control(std::string_view verb);
// `text` begins with such a verb.
void parse_control(const Text& text, Line& line, Diagnostics& mistakes);

}  // namespace mailrig::scenario
