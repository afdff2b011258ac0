// Dot-stuffing (RFC 5321 4.5.2, RFC 1939 3).
#pragma once

#include <string>
#include <string_view>

namespace mailrig::wire {

// Appends `body` as a dot-terminated block: a dot is put before each line that begins with one, a
// missing final CRLF is added, then ".\r\n".
void append_dot_block(std::string& out, std::string_view body);

// The inverse: `block` as framed by DotBlockFramer, terminator included. Appends the body, each
// line's leading dot taken off.
void append_unstuffed(std::string& out, std::string_view block);

}  // namespace mailrig::wire
