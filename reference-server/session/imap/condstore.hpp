// CONDSTORE and QRESYNC (RFC 7162): what their commands share.
#pragma once

#include <cstdint>
#include <string>

#include "harness/imap/sequence_set.hpp"
#include "reference-server/session/imap/connection.hpp"

namespace mailrig::server::imapd {

inline constexpr std::size_t kMatchDataLimit = 10'000;  // ours: pairs of QRESYNC's match data looked at

// A CONDSTORE enabling command has come (RFC 7162 3.1): from now on FETCH responses carry MODSEQ and UID. The
// first of them tells HIGHESTMODSEQ of the mailbox that is selected.
void enable_condstore(Connection& connection, Replies& replies);

// "MODSEQ (7)"
void append_modseq(std::string& out, ModSeq modseq);

// "* VANISHED (EARLIER) …": what was expunged after `since`, of `uids` and above `known_up_to` (RFC
// 7162 3.2.6).
void tell_vanished_earlier(Connection& connection, imap::SequenceSpan uids, ModSeq since, Uid known_up_to,
                           Replies& replies);

// SELECT (QRESYNC …), behind the mailbox's own data (RFC 7162 3.2.5).
void resynchronise(Connection& connection, const imap::QresyncParameter& known, Replies& replies);

// "HIGHESTMODSEQ 7" of the selected mailbox, in Connection::code.
[[nodiscard]] std::string_view highest_modseq_code(Connection& connection);

}  // namespace mailrig::server::imapd
