// Templates to octets: slots' values in place, into a buffer that the caller reuses.
#pragma once

#include <string>
#include <string_view>

#include "harness/play/bindings.hpp"
#include "harness/scenario/program.hpp"

namespace mailrig::play {

// Appends. False when a slot has no value yet, or one that is no number where one is computed
// with; `why` then says which, in a sentence.
[[nodiscard]] bool render(const scenario::Template& source, const Bindings& bindings, std::string& out,
                          std::string& why);

// For patterns: the text without copying where the template is one piece of it; else rendered into
// `scratch`. Null where a slot has no value, or one that is no number where one is computed with.
[[nodiscard]] std::string_view rendered(const scenario::Template& source, const Bindings& bindings,
                                        std::string& scratch);

// All slots that it needs have a value.
[[nodiscard]] bool complete(const scenario::Template& source, const Bindings& bindings);

// `value` as an IMAP or SMTP quoted string, quotes included.
void append_quoted(std::string& out, std::string_view value);

}  // namespace mailrig::play
