// Which function answers a verb, and in which state it may come (RFC 3501 3, 6).
#pragma once

#include "harness/imap/command.hpp"
#include "reference-server/session/imap/verbs.hpp"

namespace mailrig::server::imapd {

enum class State : std::uint8_t { Any, NotAuthenticated, Authenticated, Selected };

struct Entry {
  imap::Verb verb;
  State state;
  VerbFunction* function;  // null: the session's own (AUTHENTICATE, IDLE)
};

// Null: Unknown.
[[nodiscard]] const Entry* entry_of(imap::Verb verb);

// What is wrong with a verb of `state` now; empty: nothing.
[[nodiscard]] std::string_view wrong_state(const Connection& connection, State state);

}  // namespace mailrig::server::imapd
