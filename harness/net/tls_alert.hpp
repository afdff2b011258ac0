// Alerts by the names that TLS gives them (RFC 8446 6, B.2, and those of TLS 1.2 and before).
#pragma once

#include <string_view>

namespace mailrig::net {

// "protocol_version"; of a number that no RFC knows: "unknown".
[[nodiscard]] std::string_view alert_name(int code);

}  // namespace mailrig::net
