// ENVELOPE as FETCH and BODYSTRUCTURE send it (RFC 3501 7.4.2).
//   envelope = "(" env-date SP env-subject SP env-from SP env-sender SP env-reply-to SP env-to SP
//              env-cc SP env-bcc SP env-in-reply-to SP env-message-id ")"
//   address  = "(" addr-name SP addr-adl SP addr-mailbox SP addr-host ")"
#pragma once

#include <optional>
#include <string>

#include "harness/mail/message.hpp"
#include "reference-server/session/imap/connection.hpp"

namespace mailrig::server::imapd {

void append_envelope(std::string& out, const Connection& connection, const mail::Header& header);

// nstring: NIL, quoted or literal, as the octets allow.
void append_text(std::string& out, const Connection& connection, const std::optional<std::string>& text);
void append_text(std::string& out, const Connection& connection, const std::string& text);

}  // namespace mailrig::server::imapd
