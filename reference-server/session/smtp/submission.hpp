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
// Date (8.2) and Message-ID (8.3). `message`: as it came.
void append_missing_fields(std::string& out, const Talk& talk, std::string_view message);

}  // namespace mailrig::server::smtpd
