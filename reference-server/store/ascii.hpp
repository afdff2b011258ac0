// Case of ASCII letters, whatever the locale.
#pragma once

#include <string>
#include <string_view>

namespace mailrig::server {

[[nodiscard]] constexpr char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

[[nodiscard]] inline std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = lower(c);
  return out;
}

// Less than, equal, greater than 0, as for std::string::compare.
[[nodiscard]] constexpr int compare_without_case(std::string_view a, std::string_view b) {
  const std::size_t common = a.size() < b.size() ? a.size() : b.size();
  for (std::size_t i = 0; i < common; ++i) {
    const auto x = static_cast<unsigned char>(lower(a[i]));
    const auto y = static_cast<unsigned char>(lower(b[i]));
    if (x != y) return x < y ? -1 : 1;
  }
  if (a.size() == b.size()) return 0;
  return a.size() < b.size() ? -1 : 1;
}

[[nodiscard]] constexpr bool equal_without_case(std::string_view a, std::string_view b) {
  return a.size() == b.size() && compare_without_case(a, b) == 0;
}

}  // namespace mailrig::server
