// Parameters that come in sections or in a charset of their own (RFC 2231 3 and 4):
//   attribute "*0" ["*"], attribute "*1" ["*"], …    sections, in any order; "*": percent-encoded
//   attribute ["*0"] "*" = charset "'" [language] "'" percent-encoded
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "harness/mail/message.hpp"

namespace mailrig::mail {

// Puts the sections of each attribute together, where its first one stands: "name", or "name*" with the
// charset in front if one of them is percent-encoded. Sections of which one is missing or doubled stay as
// they are.
void join_sections(Parameters& parameters);

// The value of a parameter "name*" as UTF-8. Nothing: it is not of that form, or of no charset that is known.
[[nodiscard]] std::optional<std::string> decode_extended_value(std::string_view value);

}  // namespace mailrig::mail
