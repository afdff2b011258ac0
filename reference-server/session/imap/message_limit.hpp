// No more messages in one command than a limit says, those with the highest UIDs (RFC 9738 3.1).
#pragma once

#include "harness/imap/command.hpp"
#include "reference-server/session/imap/connection.hpp"
#include "reference-server/session/imap/replies.hpp"

namespace mailrig::server::imapd {

// Of SEARCH, FETCH, STORE, MOVE and UID EXPUNGE; 0: none.
[[nodiscard]] std::size_t message_limit(const Connection& connection);
// Of COPY and APPEND; 0: none.
[[nodiscard]] std::size_t save_limit(const Connection& connection);

// Of Connection::messages, ascending, the latest that the limit allows. The UID to tell; 0: they were not
// too many.
[[nodiscard]] Uid keep_latest(Connection& connection, std::size_t limit);

// NO [MESSAGELIMIT 1000 lowest]; 0: not known.
[[nodiscard]] Completion beyond_limit(Connection& connection, std::size_t limit, Uid lowest);
// `done` with MESSAGELIMIT, if `lowest` is not 0. Where it has another code, an untagged NO tells it.
[[nodiscard]] Completion with_limit(Connection& connection, Completion done, Uid lowest, Replies& replies);

// " MESSAGELIMIT=1000", " SAVELIMIT=1000" or nothing, appended.
void append_limit_capability(std::string& out, const Connection& connection);

}  // namespace mailrig::server::imapd
