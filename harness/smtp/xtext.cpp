#include "harness/smtp/xtext.hpp"

#include "harness/wire/cursor.hpp"

namespace mailrig::smtp {
namespace {

constexpr std::string_view kHex = "0123456789ABCDEF";

constexpr bool is_xchar(char c) {
  return c > ' ' && c <= '~' && c != '+' && c != '=';
}

}  // namespace

std::optional<std::string> parse_xtext(std::string_view xtext) {
  std::string value;
  wire::Cursor cursor(xtext);
  while (!cursor.at_end()) {
    value += cursor.take_while(is_xchar);
    if (cursor.at_end()) break;
    if (!cursor.take('+') || cursor.rest().size() < 2) return std::nullopt;
    const std::size_t high = kHex.find(cursor.peek());
    const std::size_t low = kHex.find(cursor.peek(1));
    if (high == std::string_view::npos || low == std::string_view::npos) return std::nullopt;
    value.push_back(static_cast<char>(high * 16 + low));
    cursor.skip(2);
  }
  return value;
}

void append_xtext(std::string& out, std::string_view value) {
  for (const char c : value) {
    if (is_xchar(c)) {
      out += c;
      continue;
    }
    const auto octet = static_cast<unsigned char>(c);
    ((out += '+') += kHex[octet / 16]) += kHex[octet % 16];
  }
}

}  // namespace mailrig::smtp
