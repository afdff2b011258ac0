// What APPEND and REPLACE share (RFC 3501 6.3.11, RFC 3502, RFC 8508).
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "reference-server/session/imap/access.hpp"
#include "reference-server/session/imap/connection.hpp"

namespace mailrig::server::imapd {

// RFC 4314 4: the right i; where it is missing, see refuse().
[[nodiscard]] std::optional<Completion> refuse_insert(const Connection& connection, const Found& found,
                                                      std::string_view missing);
// Leaves those that may be set there. False (a deviation): the whole fails.
[[nodiscard]] bool take_flags(const Connection& connection, Flags& flags, Rights rights);

struct Appended {
  std::shared_ptr<Mailbox> mailbox;
  std::vector<Uid> uids;
};

// All messages of the command to its mailbox, or none. `replaced` makes room. Nothing: done, and `appended`
// is filled.
[[nodiscard]] std::optional<Completion> append_messages(Connection& connection,
                                                        const imap::AppendCommand& asked, Appended& appended,
                                                        const StoredMessage* replaced = nullptr);

// "APPENDUID 38505 3955:3957" in Connection::code; empty where UIDPLUS is not offered.
[[nodiscard]] std::string_view appenduid_code(Connection& connection, const Appended& appended);

}  // namespace mailrig::server::imapd
