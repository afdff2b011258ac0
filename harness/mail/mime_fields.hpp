// What the MIME fields of one part say (RFC 2045 5, RFC 2183 2, RFC 3066, RFC 2557).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "harness/mail/message.hpp"

namespace mailrig::mail {

inline constexpr std::size_t kParameterLimit = 100;

// A value with parameters: `content := type "/" subtype *(";" parameter)`,
// `disposition := disposition-type *(";" disposition-parm)`. An unquoted value may hold "=" and
// other tspecials; it ends at white space, ";" or a comment.
struct Parameterized {
  std::string value;
  Parameters parameters;
};
[[nodiscard]] Parameterized parse_parameterized(std::string_view field_body);

// Fills all of `part` that its header decides. `in_digest`: the default type is message/rfc822
// (RFC 2046 5.1.5).
void read_mime_fields(Part& part, const Header& header, bool in_digest);

[[nodiscard]] std::string_view parameter(const Parameters& parameters, std::string_view name);

}  // namespace mailrig::mail
