#include "harness/smtp/xtext.hpp"

#include "harness/wire/cursor.hpp"
#include "harness/wire/utf8.hpp"

namespace mailrig::smtp {
namespace {

constexpr std::string_view kHex = "0123456789ABCDEF";

constexpr bool is_xchar(char c) {
  return c > ' ' && c <= '~' && c != '+' && c != '=';
}

constexpr bool is_quchar(char c) {
  return (is_xchar(c) && c != '\\') || !wire::is_ascii({&c, 1});
}

constexpr bool is_hex(char c) {
  return kHex.find(c) != std::string_view::npos;
}

constexpr std::size_t kHexDigits = 6;

// What may be written so: what can't stand for itself, without more zeroes than the grammar has.
bool is_hexpoint(std::string_view digits, std::uint32_t point) {
  if (digits.size() < 2 || digits.size() > kHexDigits || point > 0x10FFFF) return false;
  if (point < ' ' || point == 0x7F || (point >= 0xD800 && point <= 0xDFFF)) return false;
  const bool quchar = point < 0x80 && is_quchar(static_cast<char>(point));
  return !quchar && (digits.size() == 2 || digits.front() != '0');
}

void append_utf8(std::string& out, std::uint32_t point) {
  const auto put = [&out](std::uint32_t octet) { out += static_cast<char>(octet); };
  if (point < 0x80) return put(point);
  if (point < 0x800) {
    put(0xC0 | point >> 6);
  } else {
    if (point < 0x10000) {
      put(0xE0 | point >> 12);
    } else {
      put(0xF0 | point >> 18);
      put(0x80 | (point >> 12 & 0x3F));
    }
    put(0x80 | (point >> 6 & 0x3F));
  }
  put(0x80 | (point & 0x3F));
}

std::uint32_t take_point(wire::Cursor& cursor) {
  const std::size_t size = wire::utf8_sequence(cursor.rest());
  const std::string_view octets = cursor.take_octets(size);
  std::uint32_t point = static_cast<unsigned char>(octets[0]);
  if (size > 1) point &= 0x7FU >> size;
  for (std::size_t i = 1; i < size; ++i) point = point << 6 | (static_cast<unsigned char>(octets[i]) & 0x3FU);
  return point;
}

// "\x{…}"
bool take_embedded(wire::Cursor& cursor, std::string& value) {
  if (!cursor.take("\\x{")) return false;
  const std::string_view digits = cursor.take_while(is_hex);
  std::uint32_t point = 0;
  for (const char c : digits.substr(0, kHexDigits))
    point = point << 4 | static_cast<std::uint32_t>(kHex.find(c));
  if (!is_hexpoint(digits, point) || !cursor.take('}')) return false;
  append_utf8(value, point);
  return true;
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

std::optional<std::string> parse_unitext(std::string_view unitext) {
  if (unitext.empty() || !wire::valid_utf8(unitext)) return std::nullopt;
  std::string value;
  wire::Cursor cursor(unitext);
  while (!cursor.at_end()) {
    value += cursor.take_while(is_quchar);
    if (!cursor.at_end() && !take_embedded(cursor, value)) return std::nullopt;
  }
  return value;
}

void append_unitext(std::string& out, std::string_view utf8) {
  wire::Cursor cursor(utf8);
  while (!cursor.at_end()) {
    const char c = cursor.peek();
    const std::uint32_t point = take_point(cursor);
    if (point < 0x80 && is_quchar(c)) {
      out += c;
      continue;
    }
    std::string digits;
    for (std::uint32_t rest = point; rest != 0 || digits.size() < 2; rest >>= 4)
      digits.insert(digits.begin(), kHex[rest & 0xF]);
    ((out += "\\x{") += digits) += '}';
  }
}

}  // namespace mailrig::smtp
