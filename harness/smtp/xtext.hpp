// xtext (RFC 3461 4): how ESMTP values hold octets that the command line may not.
//   xtext   = *( xchar / hexchar )
//   xchar   = %x21-2A / %x2C-3C / %x3E-7E     ; VCHAR but "+" and "="
//   hexchar = "+" 2( DIGIT / "A" / … / "F" )  ; capitals only
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mailrig::smtp {

// What `xtext` stands for; nothing: it is none.
[[nodiscard]] std::optional<std::string> parse_xtext(std::string_view xtext);
void append_xtext(std::string& out, std::string_view value);

}  // namespace mailrig::smtp
