// Commands that name a mailbox or two and no more: SELECT, EXAMINE, CREATE, DELETE, RENAME,
// SUBSCRIBE, UNSUBSCRIBE (RFC 9051 6.3), CREATE's USE (RFC 6154 3), SELECT's CONDSTORE and QRESYNC
// (RFC 7162 7).
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "harness/imap/sequence_set.hpp"

namespace mailrig::imap {

// What a client knows of a mailbox from the last time (RFC 7162 3.2.5).
struct QresyncParameter {
  std::uint32_t uid_validity = 0;
  std::uint64_t modseq = 0;
  bool knows_uids = false;  // else: all of them
  SequenceSet known_uids;
  SequenceSet matched_numbers, matched_uids;  // in step, ascending; empty: not given
};

// Names as sent, modified UTF-7 not undone: see mutf7.hpp.
struct MailboxCommand {
  std::string_view mailbox;
  std::string_view to;                        // RENAME's second name
  std::vector<std::string_view> special_use;  // CREATE (USE (\Sent …))
  bool condstore = false;                     // SELECT (CONDSTORE)
  bool has_qresync = false;                   // SELECT (QRESYNC (…))
  QresyncParameter qresync;
};

}  // namespace mailrig::imap
