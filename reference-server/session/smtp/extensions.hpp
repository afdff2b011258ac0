// What the extensions add to MAIL and RCPT, one file each: takers of parameters, for the tables.
#pragma once

#include "reference-server/session/smtp/parameters.hpp"

namespace mailrig::server::smtpd {

// dsn.cpp (RFC 3461 4)
[[nodiscard]] Answer take_ret(const Talk& talk, const smtp::Parameter& ret, Envelope& envelope);
[[nodiscard]] Answer take_envid(const Talk& talk, const smtp::Parameter& envid, Envelope& envelope);
[[nodiscard]] Answer take_notify(const Talk& talk, const smtp::Parameter& notify, Recipient& recipient);
[[nodiscard]] Answer take_orcpt(const Talk& talk, const smtp::Parameter& orcpt, Recipient& recipient);

}  // namespace mailrig::server::smtpd
