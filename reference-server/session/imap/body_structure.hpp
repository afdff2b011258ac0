// BODY and BODYSTRUCTURE (RFC 3501 7.4.2, 9).
//   body            = "(" (body-type-1part / body-type-mpart) ")"
//   body-type-1part = (body-type-basic / body-type-msg / body-type-text) [SP body-ext-1part]
//   body-type-mpart = 1*body SP media-subtype [SP body-ext-mpart]
#pragma once

#include <string>

#include "reference-server/session/imap/connection.hpp"
#include "reference-server/session/imap/message_view.hpp"

namespace mailrig::server::imapd {

// `extended`: BODYSTRUCTURE, with the extension data.
void append_body_structure(std::string& out, const Connection& connection, MessageView& message,
                           bool extended);

}  // namespace mailrig::server::imapd
