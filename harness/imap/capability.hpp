// Capabilities: the CAPABILITY response and the CAPABILITY code (RFC 9051 7.2.2, 7.1).
#pragma once

#include <string_view>
#include <vector>

#include "harness/imap/response.hpp"

namespace mailrig::imap {

// Appends what the response lists. False: it lists none.
[[nodiscard]] bool read_capabilities(const Response& response, std::vector<std::string_view>& capabilities);
// Compared without case.
[[nodiscard]] bool has_capability(const Response& response, std::string_view capability);

}  // namespace mailrig::imap
