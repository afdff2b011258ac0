// ID (RFC 2971 3.1).
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace mailrig::imap {

inline constexpr std::size_t kIdPairLimit = 30;  // RFC 2971 3.3

struct IdCommand {
  std::vector<std::pair<std::string_view, std::optional<std::string_view>>> pairs;  // empty for NIL
};

}  // namespace mailrig::imap
