#include "harness/mail/transfer.hpp"

#include "harness/mail/ascii.hpp"
#include "harness/mail/header.hpp"
#include "harness/mail/message.hpp"

namespace mailrig::mail {

namespace {

int base64_value(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (is_digit(c)) return c - '0' + 52;
  if (c == '+') return 62;
  return c == '/' ? 63 : -1;
}

// One line without its end; true if it ends in a soft line break.
bool append_quoted_printable_line(std::string& out, std::string_view line) {
  while (!line.empty() && is_wsp(line.back())) line.remove_suffix(1);
  const bool soft = line.ends_with('=');
  if (soft) line.remove_suffix(1);
  for (std::size_t i = 0; i < line.size(); ++i) {
    const int high = line[i] == '=' && i + 2 < line.size() ? hex_value(line[i + 1]) : -1;
    const int low = high >= 0 ? hex_value(line[i + 2]) : -1;
    if (low < 0) {
      out.push_back(line[i]);
    } else {
      out.push_back(static_cast<char>(high * 16 + low));
      i += 2;
    }
  }
  return soft;
}

}  // namespace

std::string decode_base64(std::string_view text) {
  std::string out;
  out.reserve(text.size() / 4 * 3 + 3);
  unsigned bits = 0;
  unsigned count = 0;
  for (const char c : text) {
    if (c == '=') count = 0;
    const int value = base64_value(c);
    if (value < 0) continue;
    bits = ((bits << 6) | static_cast<unsigned>(value)) & 0xFFFFFF;
    count += 6;
    if (count >= 8) {
      count -= 8;
      out.push_back(static_cast<char>((bits >> count) & 0xFF));
    }
  }
  return out;
}

std::string decode_quoted_printable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = line_end(text, at);
    const std::string_view whole = text.substr(at, end - at);
    const std::string_view line = without_line_end(whole);
    if (!append_quoted_printable_line(out, line)) out += whole.substr(line.size());
    at = end;
  }
  return out;
}

std::string decode_transfer(std::string_view body, std::string_view encoding) {
  if (same(encoding, "base64")) return decode_base64(body);
  if (same(encoding, "quoted-printable")) return decode_quoted_printable(body);
  return std::string(body);
}

}  // namespace mailrig::mail
