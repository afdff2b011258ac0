// The collation i;unicode-casemap (RFC 5051 2): each character in title case, then decomposed. Texts whose
// maps are the same octets are equal; a text is in another where its map is.
#pragma once

#include <string>
#include <string_view>

namespace mailrig::mail {

// As UTF-8. What is no UTF-8 becomes U+FFFD.
[[nodiscard]] std::string unicode_casemap(std::string_view utf8);

}  // namespace mailrig::mail
