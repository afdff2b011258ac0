// Mailbox names on the wire: modified UTF-7 (RFC 3501 5.1.3), and UTF-8 within.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mailrig::imap {

// UTF-8 -> modified UTF-7. Octets that are no UTF-8 come out as U+FFFD.
void append_mutf7(std::string& out, std::string_view utf8);

// Modified UTF-7 -> UTF-8. Nothing if it is not well formed (8-bit octets, unfinished or superfluous
// shifts, bad base64, lone surrogates, printable ASCII that was shifted).
[[nodiscard]] std::optional<std::string> utf8_from_mutf7(std::string_view name);

// A mailbox name as a client sent it: as modified UTF-7 if it is that, else, if it is UTF-8 already
// (RFC 9755), as it is; INBOX in any case becomes "INBOX". Nothing: neither.
[[nodiscard]] std::optional<std::string> mailbox_from_wire(std::string_view name);

}  // namespace mailrig::imap
