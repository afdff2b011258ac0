// Relative URLs of messages and their parts (RFC 5092 6, RFC 4469 3).
//   "/" mailbox [";UIDVALIDITY=" n] "/;UID=" n ["/;SECTION=" section] ["/;PARTIAL=" offset ["." count]]
// Without the mailbox, which is then the selected one: ";UID=" n …
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "reference-server/session/imap/connection.hpp"

namespace mailrig::server::imapd {

// What FETCH BODY.PEEK[section] would tell. Nothing: it is no such URL, or there is no such thing.
[[nodiscard]] std::optional<std::string> octets_of_url(Connection& connection, std::string_view url);

}  // namespace mailrig::server::imapd
