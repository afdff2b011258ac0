// How a transaction ends: with a message that came by chunks, or with none.
#pragma once

#include "reference-server/session/smtp/verbs.hpp"

namespace mailrig::server::smtpd {

// The transaction's content is the message.
[[nodiscard]] Effect chunked_message(Talk& talk);
// There is none; LMTP says so for each recipient.
[[nodiscard]] Effect refuse_message(Talk& talk, const Answer& answer);

}  // namespace mailrig::server::smtpd
