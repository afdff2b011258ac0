// Decoders of RFC 2045 6.7 and 6.8, shared with encoded words. What can't be read stays or is passed
// over; the result is never longer than the input.
#pragma once

#include <string>
#include <string_view>

namespace mailrig::mail {

// Octets outside the alphabet are passed over; the first "=" ends a group, not the text.
[[nodiscard]] std::string decode_base64(std::string_view text);

// Soft line breaks and white space before a line end are taken out; a wrong "=XX" stays.
[[nodiscard]] std::string decode_quoted_printable(std::string_view text);

}  // namespace mailrig::mail
