// Values to octets (RFC 9051 9): the shortest form that the grammar allows.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace mailrig::imap {

void append_number(std::string& out, std::uint64_t number);
// DQUOTE *QUOTED-CHAR DQUOTE; `value` must hold no CR, LF, NUL (see quotable()).
void append_quoted(std::string& out, std::string_view value);
void append_literal(std::string& out, std::string_view value);   // "{n}" CRLF octets
void append_literal8(std::string& out, std::string_view value);  // "~{n}" CRLF octets, NUL among them
// What a server sends as string: quoted if it can be, else a literal. Never an atom.
void append_string(std::string& out, std::string_view value);
void append_nstring(std::string& out, const std::optional<std::string>& value);  // NIL if nothing
// atom, quoted or literal.
void append_astring(std::string& out, std::string_view value);
// … where UTF-8 may stand in quoted strings: UTF8=ACCEPT or IMAP4rev2 was enabled.
void append_utf8_string(std::string& out, std::string_view value);
void append_utf8_astring(std::string& out, std::string_view value);
// UTF-8 name as modified UTF-7 astring; INBOX as it is.
void append_mailbox(std::string& out, std::string_view utf8_name);
// "(" flag *(SP flag) ")"
void append_flag_list(std::string& out, std::span<const std::string_view> flags);

[[nodiscard]] bool quotable(std::string_view value);      // 7-bit, no CR, LF, NUL, not overlong
[[nodiscard]] bool atom(std::string_view value);          // 1*ATOM-CHAR
[[nodiscard]] bool astring_atom(std::string_view value);  // 1*ASTRING-CHAR

}  // namespace mailrig::imap
