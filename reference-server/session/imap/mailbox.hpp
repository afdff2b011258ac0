// What the verbs that name mailboxes share.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "reference-server/session/imap/connection.hpp"

namespace mailrig::server::imapd {

// The name as the store has it: of modified UTF-7, or, once IMAP4rev2 or UTF8=ACCEPT is enabled, of UTF-8
// (RFC 9051 5.1, RFC 6855 3).
// Nothing: it is neither.
[[nodiscard]] std::optional<std::string> name_from_wire(const Connection& connection, std::string_view name);
// Of a mailbox that is to be. Nothing: it is no Net-Unicode, such as a name that is not normalized (RFC 9051
// 5.1), which we refuse, not convert.
[[nodiscard]] std::optional<std::string> new_name_from_wire(const Connection& connection,
                                                            std::string_view name);
void append_name(std::string& out, const Connection& connection, std::string_view name);

// The completion for what the store said (RFC 5530 3).
[[nodiscard]] Completion completion_of(StoreError error, std::string_view done);

}  // namespace mailrig::server::imapd
