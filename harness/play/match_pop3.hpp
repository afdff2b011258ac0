// A POP3 response against a pattern: status, response code, words, and the block's lines in order
// ("..." takes any number of them) or as a set.
#pragma once

#include "harness/play/match.hpp"
#include "harness/pop3/reply.hpp"

namespace mailrig::play {

[[nodiscard]] bool match_pop3(const scenario::Pop3Pattern& pattern, const pop3::Reply& reply, Match& match);

}  // namespace mailrig::play
