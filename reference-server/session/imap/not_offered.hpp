// What of a command a lesser server does not know (see Offer): to it, it is no command, or a wrong one.
#pragma once

#include <string_view>

#include "reference-server/session/imap/connection.hpp"

namespace mailrig::server::imapd {

// Why the command is refused with BAD; empty: all that it names is offered.
[[nodiscard]] std::string_view not_offered(const Offer& offer, const imap::Command& command);

}  // namespace mailrig::server::imapd
