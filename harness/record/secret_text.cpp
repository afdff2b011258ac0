#include "harness/record/secret_text.hpp"

namespace mailrig::record {

namespace {

bool in_word(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

}  // namespace

std::string base64_from(std::string_view bytes, std::size_t first_bit) {
  const auto bit = [&](std::size_t at) {
    const unsigned octet = static_cast<unsigned char>(bytes[at / 8]);
    return (octet >> (7 - at % 8)) & 1U;
  };
  std::string out;
  for (std::size_t at = first_bit; at + 6 <= bytes.size() * 8; at += 6) {
    unsigned value = 0;
    for (std::size_t i = 0; i < 6; ++i) value = value * 2 + bit(at + i);
    out.push_back(kBase64Alphabet[value]);
  }
  return out;
}

std::string inside_quotes(std::string_view secret) {
  std::string out;
  for (const char c : secret) {
    if (c == '"' || c == '\\') out.push_back('\\');
    out.push_back(c);
  }
  return out;
}

bool inside_word(std::string_view bytes, std::size_t at, std::size_t size) {
  const std::size_t end = at + size;
  return (at > 0 && in_word(bytes[at - 1]) && in_word(bytes[at])) ||
         (end < bytes.size() && in_word(bytes[end - 1]) && in_word(bytes[end]));
}

}  // namespace mailrig::record
