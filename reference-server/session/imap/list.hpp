// What LIST and LSUB share.
#pragma once

#include <string_view>
#include <vector>

#include "reference-server/session/imap/connection.hpp"
#include "reference-server/session/imap/pattern.hpp"
#include "reference-server/session/imap/replies.hpp"

namespace mailrig::server::imapd {

// Reference and pattern joined, modified UTF-7 undone. Those over the limit are left out: they match nothing.
[[nodiscard]] std::vector<Pattern> patterns_of(const Connection& connection,
                                               const imap::ListCommand& command);
[[nodiscard]] bool any_matches(const std::vector<Pattern>& patterns, std::string_view name);

// "* LIST (attributes) "/" name extended"
void tell_mailbox(const Connection& connection, Replies& replies, std::string_view verb,
                  std::string_view attributes, std::string_view name, std::string_view extended = {});

// LIST of the selected mailbox, which was asked for by this name.
void tell_selected(Connection& connection, std::string_view asked, Replies& replies);

}  // namespace mailrig::server::imapd
