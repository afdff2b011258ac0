// Letters and digits without a locale.
#pragma once

#include <cstddef>
#include <string_view>

namespace mailrig::imap {

[[nodiscard]] constexpr char upper(char octet) {
  return octet >= 'a' && octet <= 'z' ? static_cast<char>(octet - 'a' + 'A') : octet;
}
[[nodiscard]] constexpr bool is_digit(char octet) {
  return octet >= '0' && octet <= '9';
}
[[nodiscard]] constexpr bool is_eight_bit(char octet) {
  return static_cast<unsigned char>(octet) >= 0x80;
}

// Without regard to case, ASCII only.
[[nodiscard]] constexpr bool same(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (upper(a[i]) != upper(b[i])) return false;
  }
  return true;
}

[[nodiscard]] constexpr bool all_digits(std::string_view text) {
  for (const char octet : text) {
    if (!is_digit(octet)) return false;
  }
  return !text.empty();
}

}  // namespace mailrig::imap
