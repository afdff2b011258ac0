// Address literals (RFC 5321 4.1.3).
#pragma once

#include <string_view>

namespace mailrig::server::smtpd {

// `literal`, "[127.0.0.1]" or "[IPv6:::1]", is the address of `endpoint`, "127.0.0.1:25" or "[::1]:25". A
// mailer recognises its own (RFC 1123 5.2.17).
[[nodiscard]] bool is_literal_of(std::string_view literal, std::string_view endpoint);

}  // namespace mailrig::server::smtpd
