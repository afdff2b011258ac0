// Patterns of LIST and LSUB (RFC 3501 6.3.8): "*" is any run of octets, "%" any run without "/".
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace mailrig::server::imapd {

inline constexpr std::size_t kPatternLimit = 2000;  // ours: octets

// Cost: size of the pattern times size of the name, at most. INBOX as the first level is compared without
// case, unless `inbox_with_case`; `percent_crosses` makes "%" a "*" (deviations).
struct Pattern {
  std::string text;  // UTF-8
  bool inbox_with_case = false;
  bool percent_crosses = false;
  [[nodiscard]] bool matches(std::string_view name) const;
};

}  // namespace mailrig::server::imapd
