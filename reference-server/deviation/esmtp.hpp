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
inline constexpr Deviation kSmtputf8Refused{
    "smtp.smtputf8.refused", {6531, "3.4"}, "SMTPUTF8 on MAIL is refused as unknown"};
inline constexpr Deviation kSmtputf8ValueOk{
    "smtp.smtputf8.value-ok", {6531, "3.4"}, "SMTPUTF8 with a value is taken"};
inline constexpr Deviation kSmtputf8EhloParameter{
    "smtp.smtputf8.ehlo-parameter", {6531, "3.1"}, "SMTPUTF8 has a parameter in the answer to EHLO"};
inline constexpr Deviation kRequiretlsRefused{
    "smtp.requiretls.refused", {8689, "2"}, "REQUIRETLS on MAIL is refused as unknown"};
inline constexpr Deviation kLimitsZero{"smtp.limits.zero", {9422, "4.2"}, "RCPTMAX is told as 0"};
inline constexpr Deviation kMtPrioritySyntaxOk{
    "smtp.mt-priority.syntax-ok", {6710, "4.1"}, "MT-PRIORITY with a value out of range is taken"};
inline constexpr Deviation kDeliverbySyntaxOk{
    "smtp.deliverby.syntax-ok", {2852, "4"}, "BY in mode R with a time in the past is taken"};
inline constexpr Deviation kFuturereleaseTooLongOk{
    "smtp.futurerelease.too-long-ok", {4865, "4.2"}, "more is taken for HOLDFOR than EHLO tells"};
inline constexpr Deviation kFuturereleaseAtOnce{
    "smtp.futurerelease.at-once", {4865, "4.2"}, "a message that is to be held is delivered at once"};
inline constexpr Deviation kSubmissionUnqualifiedOk{
    "smtp.submission.unqualified-ok", {6409, "4.2"}, "domains that are not fully qualified are taken"};
inline constexpr Deviation kSubmissionNothingAdded{
    "smtp.submission.nothing-added", {6409, "8.3"}, "a message without Message-ID gets none"};

}  // namespace mailrig::server::smtpd

namespace mailrig::server {

[[nodiscard]] std::span<const Deviation* const> esmtp_deviations();

}  // namespace mailrig::server
