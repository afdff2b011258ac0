// Searches whose results are kept up to date (RFC 5267 4.3): RETURN (UPDATE). They end with the mailbox, or
// by CANCELUPDATE.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "reference-server/session/imap/connection.hpp"
#include "reference-server/session/imap/replies.hpp"

namespace mailrig::server::imapd {

inline constexpr std::size_t kContextLimit = 10;  // ours: of one session

struct SearchContext {
  std::string tag, unit;
  imap::Command command;   // of the unit
  std::vector<Uid> found;  // ascending
  ModSeq modseq = 0;       // of the mailbox, when that was so
};

// Keeps the search that has just found these, ascending; or tells NOUPDATE. A SORT is refused (4.3.1).
void keep_context(Connection& connection, const imap::Command& command, std::vector<Uid> found,
                  Replies& replies);

// Is a search of this tag kept?
[[nodiscard]] bool has_context(const Connection& connection, std::string_view tag);

// What happened in the selected mailbox: REMOVEFROM before it, ADDTO behind it (4.3.3, 4.3.4).
void tell_news(Connection& connection, Replies& replies, const Telling& how);

}  // namespace mailrig::server::imapd
