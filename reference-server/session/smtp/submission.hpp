// What a submission server adds to a message that lacks it (RFC 6409 8).
#pragma once

#include <string>
#include <string_view>

#include "reference-server/session/smtp/verbs.hpp"

namespace mailrig::server::smtpd {

// Date (8.2) and Message-ID (8.3). `message`: as it came.
void append_missing_fields(std::string& out, const Talk& talk, std::string_view message);

}  // namespace mailrig::server::smtpd
