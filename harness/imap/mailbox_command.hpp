// Commands that name a mailbox or two and no more: SELECT, EXAMINE, CREATE, DELETE, RENAME,
// SUBSCRIBE, UNSUBSCRIBE (RFC 9051 6.3), and CREATE's USE (RFC 6154 3).
#pragma once

#include <string_view>
#include <vector>

namespace mailrig::imap {

// Names as sent, modified UTF-7 not undone: see mutf7.hpp.
struct MailboxCommand {
  std::string_view mailbox;
  std::string_view to;                        // RENAME's second name
  std::vector<std::string_view> special_use;  // CREATE (USE (\Sent …))
  bool condstore = false;                     // SELECT (CONDSTORE): read, and left to the server
};

}  // namespace mailrig::imap
