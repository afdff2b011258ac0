// Ways to break the extensions of SMTP that came after its own table: the parameters of MAIL and RCPT and
// what they ask for, delivery status notifications, relaying.
#pragma once

#include "reference-server/deviation/deviation.hpp"

namespace mailrig::server::smtpd {

inline constexpr Deviation kAuthParameterRefused{
    "smtp.auth.parameter-refused", {4954, "5"}, "AUTH= is refused as unknown"};
inline constexpr Deviation kAuthParameterSyntaxOk{
    "smtp.auth.parameter-syntax-ok", {4954, "5"}, "AUTH= with a value that is no xtext is taken"};

}  // namespace mailrig::server::smtpd

namespace mailrig::server {

[[nodiscard]] std::span<const Deviation* const> esmtp_deviations();

}  // namespace mailrig::server
