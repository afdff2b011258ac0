// What stands for an internationalized message (RFC 6532) where a client has not enabled UTF8=ACCEPT: RFC
// 6855 7, along the lines of RFC 6858, which names the address that can't be answered to.
#pragma once

#include <string>
#include <string_view>

#include "reference-server/session/imap/connection.hpp"
#include "reference-server/session/imap/message_view.hpp"

namespace mailrig::server::imapd {

// Whether this client is shown a surrogate of that message.
[[nodiscard]] bool replaced(const Connection& connection, const Body& body);

// The message as this client is shown it.
[[nodiscard]] MessageView view_of(const Connection& connection, const Body& body);

// The message with header fields of ASCII alone, those of its parts counted in: names and subjects as encoded
// words (RFC 2047), addresses in UTF-8 as one that leads nowhere, parameters without what is not ASCII, and
// no other field that has UTF-8 in it.
[[nodiscard]] std::string surrogate_of(std::string_view message);

}  // namespace mailrig::server::imapd
