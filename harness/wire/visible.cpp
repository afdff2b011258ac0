#include "harness/wire/visible.hpp"

#include <algorithm>

namespace mailrig::wire {
namespace {

void append_escaped(std::string& out, char c) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  const auto octet = static_cast<unsigned char>(c);
  out += "\\x";
  out += kHex[octet >> 4U];
  out += kHex[octet & 15U];
}

void append_one(std::string& out, char c) {
  switch (c) {
    case '\r':
      out += "\\r";
      break;
    case '\n':
      out += "\\n";
      break;
    case '\t':
      out += "\\t";
      break;
    case '\0':
      out += "\\0";
      break;
    case '\\':
      out += "\\\\";
      break;
    default:
      if (c >= ' ' && c <= '~') {
        out += c;
      } else {
        append_escaped(out, c);
      }
  }
}

}  // namespace

void append_visible(std::string& out, std::string_view bytes, std::size_t limit) {
  const std::size_t shown = std::min(limit, bytes.size());
  for (const char c : bytes.substr(0, shown)) append_one(out, c);
  if (shown == bytes.size()) return;
  out += "… (+";
  out += std::to_string(bytes.size() - shown);
  out += " octets)";
}

std::string visible(std::string_view bytes, std::size_t limit) {
  std::string out;
  append_visible(out, bytes, limit);
  return out;
}

}  // namespace mailrig::wire
