#include "harness/record/mask.hpp"

#include <algorithm>

namespace mailrig::record {

namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

// The base64 characters that are made of `bytes` from bit `first_bit` on, and of nothing behind them.
std::string base64_from(std::string_view bytes, std::size_t first_bit) {
  const auto bit = [&](std::size_t at) {
    const unsigned octet = static_cast<unsigned char>(bytes[at / 8]);
    return (octet >> (7 - at % 8)) & 1U;
  };
  std::string out;
  for (std::size_t at = first_bit; at + 6 <= bytes.size() * 8; at += 6) {
    unsigned value = 0;
    for (std::size_t i = 0; i < 6; ++i) value = value * 2 + bit(at + i);
    out.push_back(kAlphabet[value]);
  }
  return out;
}

bool in_base64(char c) {
  return c == '=' || kAlphabet.find(c) != std::string_view::npos;
}

// As an IMAP quoted string has it (RFC 9051 9: quoted).
std::string quoted(std::string_view secret) {
  std::string out;
  for (const char c : secret) {
    if (c == '"' || c == '\\') out.push_back('\\');
    out.push_back(c);
  }
  return out;
}

void keep_longest_first(std::vector<std::string>& patterns) {
  std::sort(patterns.begin(), patterns.end(), [](const std::string& a, const std::string& b) {
    return a.size() == b.size() ? a < b : a.size() > b.size();
  });
  patterns.erase(std::unique(patterns.begin(), patterns.end()), patterns.end());
}

bool in_word(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

// Whether the `size` octets at `at` are cut out of a longer word.
bool inside_word(const std::string& bytes, std::size_t at, std::size_t size) {
  const std::size_t end = at + size;
  return (at > 0 && in_word(bytes[at - 1]) && in_word(bytes[at])) ||
         (end < bytes.size() && in_word(bytes[end - 1]) && in_word(bytes[end]));
}

void replace_all(std::string& bytes, const std::string& pattern) {
  std::size_t at = bytes.find(pattern);
  if (at == std::string::npos) return;
  std::string out;
  std::size_t kept = 0;
  for (; at != std::string::npos; at = bytes.find(pattern, at)) {
    if (pattern.size() < Masker::kShortSecret && inside_word(bytes, at, pattern.size())) {
      ++at;
      continue;
    }
    out.append(bytes, kept, at - kept);
    out += kMask;
    at += pattern.size();
    kept = at;
  }
  out.append(bytes, kept);
  bytes = std::move(out);
}

// Replaces each whole base64 word that `pattern` stands in.
void replace_words(std::string& bytes, const std::string& pattern) {
  std::size_t at = bytes.find(pattern);
  if (at == std::string::npos) return;
  std::string out;
  std::size_t kept = 0;
  for (; at != std::string::npos; at = bytes.find(pattern, kept)) {
    std::size_t begin = at, end = at + pattern.size();
    while (begin > kept && in_base64(bytes[begin - 1])) --begin;
    while (end < bytes.size() && in_base64(bytes[end])) ++end;
    out.append(bytes, kept, begin - kept);
    out += kMask;
    kept = end;
  }
  out.append(bytes, kept);
  bytes = std::move(out);
}

}  // namespace

// A secret can begin at each of three places within a group of three octets. What comes before it
// fills 0, 8 or 16 bits; the first base64 character wholly its own begins 0, 4 or 2 bits into it.
void Masker::add_base64(std::string_view secret) {
  for (const std::size_t skipped_bits : {0U, 4U, 2U}) {
    std::string pattern = base64_from(secret, skipped_bits);
    if (pattern.size() >= kShortestSecret) base64_.push_back(std::move(pattern));
  }
  keep_longest_first(base64_);
}

void Masker::add(std::string_view secret) {
  if (secret.size() < kShortestSecret) return;
  plain_.emplace_back(secret);
  plain_.push_back(quoted(secret));
  keep_longest_first(plain_);
  add_base64(secret);
}

void Masker::mask(std::string& bytes) const {
  for (const std::string& pattern : plain_) replace_all(bytes, pattern);
  for (const std::string& pattern : base64_) replace_words(bytes, pattern);
}

std::string Masker::masked(std::string_view bytes) const {
  std::string out(bytes);
  mask(out);
  return out;
}

}  // namespace mailrig::record
