// Text for writers that must not emit broken UTF-8 (JSON, XML, HTML).
#pragma once

#include <string>
#include <string_view>

namespace mailrig::record {

// Each octet that is in no sequence (RFC 3629 4) becomes U+FFFD.
[[nodiscard]] std::string clean_utf8(std::string_view text);

// wire::visible() without a limit, and its inverse: false if `text` has an escape that is none.
[[nodiscard]] std::string escaped(std::string_view bytes);
[[nodiscard]] bool append_unescaped(std::string& out, std::string_view text);

}  // namespace mailrig::record
