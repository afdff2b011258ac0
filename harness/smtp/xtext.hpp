// xtext (RFC 3461 4): how ESMTP values hold octets that the command line may not.
//   xtext   = *( xchar / hexchar )
//   xchar   = %x21-2A / %x2C-3C / %x3E-7E     ; VCHAR but "+" and "="
//   hexchar = "+" 2( DIGIT / "A" / … / "F" )  ; capitals only
// And unitext (RFC 6533 3), as the address type "utf-8" has it in ORCPT:
//   utf-8-addr-unitext  = 1*( QUCHAR / EmbeddedUnicodeChar )
//   QUCHAR              = VCHAR but "\\", "+" and "=", or UTF-8 outside ASCII
//   EmbeddedUnicodeChar = "\\x{" HEXPOINT "}"         ; capitals; one of ASCII only where QUCHAR lacks it
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mailrig::smtp {

// What `xtext` stands for; nothing: it is none.
[[nodiscard]] std::optional<std::string> parse_xtext(std::string_view xtext);
[[nodiscard]] std::optional<std::string> parse_unitext(std::string_view unitext);  // UTF-8
void append_xtext(std::string& out, std::string_view value);

// All in ASCII: utf-8-addr-xtext. `utf8` is valid.
void append_unitext(std::string& out, std::string_view utf8);

}  // namespace mailrig::smtp
