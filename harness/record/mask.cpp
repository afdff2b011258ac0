#include "harness/record/mask.hpp"

#include <algorithm>
#include <utility>

#include "harness/record/secret_text.hpp"

namespace mailrig::record {

namespace {

bool in_base64(char c) {
  return c == '=' || kBase64Alphabet.find(c) != std::string_view::npos;
}

// Each once, the longest first.
void insert(std::vector<std::string>& patterns, std::string pattern) {
  const auto before = [](const std::string& a, const std::string& b) {
    return a.size() == b.size() ? a < b : a.size() > b.size();
  };
  const auto at = std::lower_bound(patterns.begin(), patterns.end(), pattern, before);
  if (at == patterns.end() || *at != pattern) patterns.insert(at, std::move(pattern));
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

void Masker::add_base64(std::string_view secret) {
  for (const std::size_t skipped_bits : kSkippedBits) {
    std::string pattern = base64_from(secret, skipped_bits);
    if (pattern.size() >= kShortestSecret) insert(base64_, std::move(pattern));
  }
}

void Masker::add(std::string_view secret) {
  if (secret.size() < kShortestSecret) return;
  insert(plain_, std::string(secret));
  insert(plain_, inside_quotes(secret));
  add_base64(secret);
  disguise_.add(secret);
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
