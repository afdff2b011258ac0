// The lines that are put before a message: Received by whoever takes it, Return-Path at final delivery (RFC
// 5321 4.4).
//   Return-path-line  = "Return-Path:" FWS Reverse-path <CRLF>
//   Time-stamp-line   = "Received:" FWS Stamp <CRLF>
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "reference-server/session/smtp/verbs.hpp"

namespace mailrig::server::smtpd {

[[nodiscard]] std::string return_path(const Envelope& envelope);
void append_return_path(std::string& out, const Talk& talk);
void append_received(std::string& out, const Talk& talk);
// Takes all fields of that name out of the header that begins at `begin`.
void remove_fields(std::string& message, std::size_t begin, std::string_view name);
// Of the message that is being taken: of no other.
[[nodiscard]] std::string message_id(const Talk& talk);
// Received fields in the header of `message`.
[[nodiscard]] std::size_t count_hops(std::string_view message);

}  // namespace mailrig::server::smtpd
