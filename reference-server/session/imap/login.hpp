// How LOGIN and AUTHENTICATE end.
#pragma once

#include "reference-server/session/imap/connection.hpp"
#include "reference-server/session/imap/replies.hpp"

namespace mailrig::server::imapd {

[[nodiscard]] Completion logged_in(Connection& connection, const Account& account);
[[nodiscard]] Completion login_failed(Connection& connection, Replies& replies);

}  // namespace mailrig::server::imapd
