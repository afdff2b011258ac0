// What the extensions add to MAIL and RCPT, one file each: takers of parameters and who is offered them, for
// the tables and for EHLO.
#pragma once

#include <string>

#include "reference-server/session/smtp/parameters.hpp"

namespace mailrig::server::smtpd {

// dsn.cpp (RFC 3461 4)
[[nodiscard]] Answer take_ret(const Talk& talk, const smtp::Parameter& ret, Envelope& envelope);
[[nodiscard]] Answer take_envid(const Talk& talk, const smtp::Parameter& envid, Envelope& envelope);
[[nodiscard]] Answer take_notify(const Talk& talk, const smtp::Parameter& notify, Recipient& recipient);
[[nodiscard]] Answer take_orcpt(const Talk& talk, const smtp::Parameter& orcpt, Recipient& recipient);

// smtputf8.cpp (RFC 6531 3.4)
[[nodiscard]] Answer take_smtputf8(const Talk& talk, const smtp::Parameter& smtputf8, Envelope& envelope);

// requiretls.cpp (RFC 8689 2)
[[nodiscard]] bool offers_requiretls(const Talk& talk);
[[nodiscard]] Answer take_requiretls(const Talk& talk, const smtp::Parameter& requiretls, Envelope& envelope);

// mt_priority.cpp (RFC 6710 4.1)
[[nodiscard]] bool offers_mt_priority(const Talk& talk);
[[nodiscard]] Answer take_mt_priority(const Talk& talk, const smtp::Parameter& parameter, Envelope& envelope);

// deliverby.cpp (RFC 2852 4)
[[nodiscard]] bool offers_deliverby(const Talk& talk);
[[nodiscard]] Answer take_by(const Talk& talk, const smtp::Parameter& parameter, Envelope& envelope);

// futurerelease.cpp (RFC 4865 3)
[[nodiscard]] bool offers_futurerelease(const Talk& talk);
[[nodiscard]] std::string futurerelease_line(const Talk& talk);  // of EHLO's answer
[[nodiscard]] Answer take_holdfor(const Talk& talk, const smtp::Parameter& holdfor, Envelope& envelope);
[[nodiscard]] Answer take_holduntil(const Talk& talk, const smtp::Parameter& holduntil, Envelope& envelope);
[[nodiscard]] Answer check_hold(const Envelope& envelope);

}  // namespace mailrig::server::smtpd
