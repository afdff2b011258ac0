// The lines that final delivery puts before a message (RFC 5321 4.4).
//   Return-path-line  = "Return-Path:" FWS Reverse-path <CRLF>
//   Time-stamp-line   = "Received:" FWS Stamp <CRLF>
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "reference-server/session/smtp/verbs.hpp"

namespace mailrig::server::smtpd {

void append_trace(std::string& out, const Talk& talk, std::int64_t now);
// Of the message that is being taken: of no other.
[[nodiscard]] std::string message_id(const Talk& talk);
// Received fields in the header of `message`.
[[nodiscard]] std::size_t count_hops(std::string_view message);

}  // namespace mailrig::server::smtpd
