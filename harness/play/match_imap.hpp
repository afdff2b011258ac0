// An IMAP response against a pattern, by structure: FETCH and STATUS items, flags, capabilities,
// LIST attributes and SEARCH numbers are sets, everything else is in order.
#pragma once

#include "harness/imap/response.hpp"
#include "harness/play/match.hpp"

namespace mailrig::play {

// `tag`: of the client's command that an `S: OK` answers.
[[nodiscard]] bool match_imap(const scenario::ImapPattern& pattern, const imap::Response& response,
                              std::string_view tag, Match& match);

// Is it the kind of response that the pattern speaks of at all? Says which mismatch is the nearest.
[[nodiscard]] bool resembles(const scenario::ImapPattern& pattern, const imap::Response& response);

}  // namespace mailrig::play
