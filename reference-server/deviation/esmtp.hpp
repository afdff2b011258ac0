// Ways to break the extensions of SMTP that came after its own table: the parameters of MAIL and RCPT and
// what they ask for, delivery status notifications, relaying.
#pragma once

#include "reference-server/deviation/deviation.hpp"

namespace mailrig::server::smtpd {

inline constexpr Deviation kAuthParameterRefused{
    "smtp.auth.parameter-refused", {4954, "5"}, "AUTH= is refused as unknown"};
inline constexpr Deviation kAuthParameterSyntaxOk{
    "smtp.auth.parameter-syntax-ok", {4954, "5"}, "AUTH= with a value that is no xtext is taken"};
inline constexpr Deviation kDsnParametersRefused{
    "smtp.dsn.parameters-refused", {3461, "5.1"}, "RET, ENVID, NOTIFY and ORCPT are refused as unknown"};
inline constexpr Deviation kDsnSyntaxOk{
    "smtp.dsn.syntax-ok", {3461, "5.1"}, "RET, ENVID, NOTIFY and ORCPT are taken whatever their values"};
inline constexpr Deviation kDsnLinesShort{
    "smtp.dsn.lines-short", {3461, "5.4"}, "lines of MAIL and RCPT have no more than 512 octets"};
inline constexpr Deviation kDsnNotTold{
    "smtp.dsn.not-told", {3461, "5.2.3"}, "no delivery status notification is ever sent"};
inline constexpr Deviation kDsnToldUnasked{
    "smtp.dsn.told-unasked", {3461, "5.2.3"}, "delivery is reported without NOTIFY=SUCCESS, too"};
inline constexpr Deviation kDsnNoEnvelopeId{
    "smtp.dsn.no-envelope-id", {3461, "6.3"}, "reports do not tell the ENVID that MAIL gave"};
inline constexpr Deviation kDsnFromSender{
    "smtp.dsn.from-sender", {3461, "6.1"}, "reports do not come from the null reverse-path"};

}  // namespace mailrig::server::smtpd

namespace mailrig::server {

[[nodiscard]] std::span<const Deviation* const> esmtp_deviations();

}  // namespace mailrig::server
