// The lines of a header (RFC 5322 2.2, 4.5), for parse_header() and for the part tree's scan.
#pragma once

#include <cstddef>
#include <string_view>

namespace mailrig::mail {

// More fields than this stay in Header::raw only.
inline constexpr std::size_t kFieldLimit = 10'000;

// The offset behind the line that begins at `begin`: a line ends in LF, or with the text.
[[nodiscard]] std::size_t line_end(std::string_view text, std::size_t begin);

// `line` without its CRLF or LF.
[[nodiscard]] std::string_view without_line_end(std::string_view line);

// The length of the field name that `line` begins with, 0 if it begins with none.
//   field-name = 1*ftext, then *WSP ":" (obs-optional)
[[nodiscard]] std::size_t field_name_size(std::string_view line);

// Whether `line` can be the first of a header: a field, an empty line, or an mbox "From " line.
[[nodiscard]] bool begins_header(std::string_view line);

}  // namespace mailrig::mail
