// The octets of a message as it came: what is wrong with them, and where they end.
#pragma once

#include <string>
#include <string_view>

#include "reference-server/session/smtp/verbs.hpp"

namespace mailrig::server::smtpd {

// `block` ends in CRLF.CRLF, as RFC 5321 4.1.1.4 has it.
[[nodiscard]] bool ends_strictly(std::string_view block);
// Appends the block behind DATA without its end and the stuffed dots.
void append_content(std::string& out, const Talk& talk, std::string_view block);
// Why it is refused; `lines`: it is one of lines, each ended by CRLF.
[[nodiscard]] Answer check_content(const Talk& talk, std::string_view content, bool lines);
// A deviation: without white space at the ends of lines.
void trim_lines(std::string& message);

}  // namespace mailrig::server::smtpd
