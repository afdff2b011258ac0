// Text for writers that must not emit broken UTF-8 (JSON, XML, HTML).
#pragma once

#include <string>
#include <string_view>

namespace mailrig::record {

// The octets of the UTF-8 sequence (RFC 3629 4) that `text` begins with; 0 if it begins with none.
[[nodiscard]] std::size_t utf8_sequence(std::string_view text);

// Each octet that is in no sequence becomes U+FFFD.
[[nodiscard]] std::string clean_utf8(std::string_view text);

// wire::visible() without a limit, and its inverse: false if `text` has an escape that is none.
[[nodiscard]] std::string escaped(std::string_view bytes);
[[nodiscard]] bool append_unescaped(std::string& out, std::string_view text);

}  // namespace mailrig::record
