// Deviations of SASL exchanges, the same in all three protocols. Asked for at one seam, session/login.
#pragma once

#include "reference-server/deviation/deviation.hpp"

namespace mailrig::server {

inline constexpr Deviation kSaslBindingIgnored{
    "sasl.binding-ignored", {5802, "6"}, "a SCRAM-…-PLUS exchange that is bound to another channel is taken"};
inline constexpr Deviation kSaslBindingRefused{
    "sasl.binding-refused", {5802, "6"}, "a SCRAM-…-PLUS exchange that is bound to this channel is refused"};
inline constexpr Deviation kSaslSignatureWrong{
    "sasl.signature-wrong", {5802, "3"}, "the server's proof of a SCRAM exchange is not right"};
inline constexpr Deviation kSaslSecretIgnored{
    "sasl.secret-ignored", {4422, "3.6"}, "any password or token of a user that there is is taken"};
inline constexpr Deviation kSaslInitialResponseTaken{
    "sasl.initial-response-taken",
    {4422, "3.3"},
    "an initial response is passed over where the mechanism begins with the server"};
inline constexpr Deviation kSaslExternalUnchecked{
    "sasl.external-unchecked", {4422, "3.6"}, "EXTERNAL is taken from a client without a certificate"};
inline constexpr Deviation kSaslAuthorizationIgnored{
    "sasl.authorization-ignored", {4616, "2"}, "an authorization identity of somebody else is passed over"};
inline constexpr Deviation kSaslEmptyPasswordTaken{
    "sasl.empty-password-taken", {4616, "2"}, "PLAIN is taken with an empty password"};
inline constexpr Deviation kSaslEqualsIgnored{
    "sasl.equals-ignored", {4422, "3.3"}, "an initial response of = is taken for none"};

[[nodiscard]] std::span<const Deviation* const> sasl_deviations();

}  // namespace mailrig::server
