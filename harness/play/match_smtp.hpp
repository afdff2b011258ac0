// An SMTP reply against a pattern: code, enhanced code, EHLO keywords as a set, text.
#pragma once

#include "harness/play/match.hpp"
#include "harness/smtp/reply.hpp"

namespace mailrig::play {

[[nodiscard]] bool match_smtp(const scenario::SmtpPattern& pattern, const smtp::Reply& reply, Match& match);

}  // namespace mailrig::play
