#include "harness/record/utf8.hpp"

#include <cstdint>
#include <limits>

#include "harness/wire/visible.hpp"

namespace mailrig::record {

namespace {

std::uint8_t octet(char c) {
  return static_cast<std::uint8_t>(c);
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

// The octets of the escape that `text` begins with (behind the backslash) go to `out`; its length, or 0.
std::size_t append_escape(std::string& out, std::string_view text) {
  if (text.empty()) return 0;
  constexpr std::string_view kNames = "rnt0\\", kValues{"\r\n\t\0\\", 5};
  const std::size_t simple = kNames.find(text[0]);
  if (simple != std::string_view::npos) {
    out.push_back(kValues[simple]);
    return 1;
  }
  if (text[0] != 'x' || text.size() < 3 || hex_value(text[1]) < 0 || hex_value(text[2]) < 0) return 0;
  out.push_back(static_cast<char>(hex_value(text[1]) * 16 + hex_value(text[2])));
  return 3;
}

}  // namespace

std::size_t utf8_sequence(std::string_view text) {
  if (text.empty()) return 0;
  const std::uint8_t first = octet(text[0]);
  if (first < 0x80) return 1;
  const std::size_t size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < size) return 0;
  const std::uint8_t least = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
  const std::uint8_t most = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
  if (octet(text[1]) < least || octet(text[1]) > most) return 0;
  for (std::size_t i = 2; i < size; ++i) {
    if (octet(text[i]) < 0x80 || octet(text[i]) > 0xBF) return 0;
  }
  return size;
}

std::string clean_utf8(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const std::size_t size = utf8_sequence(text);
    if (size == 0) {
      out += "\xEF\xBF\xBD";
      text.remove_prefix(1);
    } else {
      out += text.substr(0, size);
      text.remove_prefix(size);
    }
  }
  return out;
}

std::string escaped(std::string_view bytes) {
  return wire::visible(bytes, std::numeric_limits<std::size_t>::max());
}

bool append_unescaped(std::string& out, std::string_view text) {
  while (!text.empty()) {
    const std::size_t backslash = text.find('\\');
    out += text.substr(0, backslash);
    if (backslash == std::string_view::npos) return true;
    text.remove_prefix(backslash + 1);
    const std::size_t size = append_escape(out, text);
    if (size == 0) return false;
    text.remove_prefix(size);
  }
  return true;
}

}  // namespace mailrig::record
