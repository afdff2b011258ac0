// ASCII letters without case, for keywords, addresses and mailbox names.
#pragma once

#include <string>
#include <string_view>

#include "harness/wire/ascii.hpp"

namespace mailrig::server {

[[nodiscard]] inline std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = wire::to_lower(c);
  return out;
}

// Less than, equal, greater than 0, as for std::string::compare.
[[nodiscard]] constexpr int compare_without_case(std::string_view a, std::string_view b) {
  const std::size_t common = a.size() < b.size() ? a.size() : b.size();
  for (std::size_t i = 0; i < common; ++i) {
    const auto x = static_cast<unsigned char>(wire::to_lower(a[i]));
    const auto y = static_cast<unsigned char>(wire::to_lower(b[i]));
    if (x != y) return x < y ? -1 : 1;
  }
  if (a.size() == b.size()) return 0;
  return a.size() < b.size() ? -1 : 1;
}

}  // namespace mailrig::server
