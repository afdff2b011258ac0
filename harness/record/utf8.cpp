#include "harness/record/utf8.hpp"

#include <limits>

#include "harness/wire/utf8.hpp"
#include "harness/wire/visible.hpp"

namespace mailrig::record {

namespace {

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

std::string clean_utf8(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const std::size_t size = wire::utf8_sequence(text);
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
