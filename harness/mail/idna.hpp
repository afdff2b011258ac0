// Internationalised domain names (RFC 5890), by UTS 46 without its transitional forms.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mailrig::mail {

// `domain`, of A-labels, U-labels and LDH labels in any case, as A-labels in lower case; a domain that is
// ASCII already is only put in lower case. Nothing: it is none.
[[nodiscard]] std::optional<std::string> domain_to_ascii(std::string_view domain);

}  // namespace mailrig::mail
