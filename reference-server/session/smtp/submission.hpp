// What a submission server sees to: whole domains (RFC 6409 4.2), and fields that a message lacks (8).
#pragma once

#include <string>
#include <string_view>

#include "reference-server/session/smtp/verbs.hpp"

namespace mailrig::server::smtpd {

// On submission: has `domain`, A-labels, no more than one label, and isn't it ours? Empty ones and literals
// are fine.
[[nodiscard]] bool is_unqualified(const Talk& talk, std::string_view domain);
// Has one of the addresses in the header of `message`?
[[nodiscard]] bool names_unqualified(const Talk& talk, std::string_view message);
// Has one of them an address that breaks the grammar (5.1)?
[[nodiscard]] bool has_bad_address(const Talk& talk, std::string_view message);
// Date (8.2) and Message-ID (8.3), the latter in the place of one that breaks the grammar, too. `message`: as
// it came.
void append_missing_fields(std::string& out, const Talk& talk, std::string_view message);
// What that made superfluous, in the header that begins at `begin`.
void remove_what_was_replaced(std::string& message, const Talk& talk, std::size_t begin);

}  // namespace mailrig::server::smtpd
