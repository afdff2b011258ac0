// The text that PREVIEW tells of a message (RFC 8970 3.3).
#pragma once

#include <cstddef>
#include <string>

#include "reference-server/session/imap/connection.hpp"
#include "reference-server/session/imap/message_view.hpp"

namespace mailrig::server::imapd {

inline constexpr std::size_t kPreviewCharacters = 200;

// UTF-8, without markup, white space run together. Empty: the message has no text.
[[nodiscard]] std::string preview_of(const Connection& connection, MessageView& view);

}  // namespace mailrig::server::imapd
