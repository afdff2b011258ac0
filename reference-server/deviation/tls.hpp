// Deviations of TLS, the same in all three protocols: asked for where a connection's TLS begins and ends.
#pragma once

#include "reference-server/deviation/deviation.hpp"

namespace mailrig::server {

inline constexpr Deviation kTlsOldVersionsTaken{
    "tls.old-versions-taken", {9325, "3.1.1"}, "TLS 1.0 and 1.1 are negotiated"};
inline constexpr Deviation kTlsVersion12Refused{
    "tls.version-1.2-refused", {9325, "3.1.1"}, "TLS 1.2 is not negotiated"};
inline constexpr Deviation kTlsVersion13Refused{
    "tls.version-1.3-refused", {9325, "3.1.1"}, "TLS 1.3 is not negotiated"};
inline constexpr Deviation kTlsOtherName{"tls.other-name", {7817, "5"}, "the certificate is another host's"};
inline constexpr Deviation kTlsExpired{"tls.expired", {7817, "3"}, "the certificate's time is over"};
inline constexpr Deviation kTlsNoCloseNotify{
    "tls.no-close-notify", {8446, "6.1"}, "the connection is closed without close_notify"};

[[nodiscard]] std::span<const Deviation* const> tls_deviations();

}  // namespace mailrig::server
