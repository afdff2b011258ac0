#include "harness/record/disguise.hpp"

#include <algorithm>
#include <array>

#include "harness/record/mask.hpp"
#include "harness/record/secret_text.hpp"

namespace mailrig::record {

namespace {

constexpr std::array<std::string_view, 2> kFillers = {"masked", "hidden"};
constexpr std::string_view kSaslFiller = "bWFza2Vk";  // base64 of "masked"
constexpr std::size_t kSextet = 6, kOctet = 8;

// What a secret is written with stays in its place, so that its quoted form stays as long.
std::string fill(std::string_view secret, std::string_view filler) {
  std::string made;
  for (std::size_t i = 0; i < secret.size(); ++i) {
    const bool kept = secret[i] == '"' || secret[i] == '\\';
    made.push_back(kept ? secret[i] : filler[i % filler.size()]);
  }
  return made;
}

bool replace_plain(std::string& bytes, std::string_view from, std::string_view to) {
  bool found = false;
  for (std::size_t at = bytes.find(from); at != std::string::npos; at = bytes.find(from, at)) {
    if (from.size() < Masker::kShortSecret && inside_word(bytes, at, from.size())) {
      ++at;
      continue;
    }
    bytes.replace(at, from.size(), to);
    at += to.size();
    found = true;
  }
  return found;
}

// Base64 text as a run of bits.
class Bits {
 public:
  explicit Bits(std::string& text) : text_(text) {}
  // Whether the octets stand at that bit.
  [[nodiscard]] bool has(std::size_t first, std::string_view octets) const {
    if (first + octets.size() * kOctet > text_.size() * kSextet) return false;
    for (std::size_t i = 0; i < octets.size() * kOctet; ++i) {
      const std::size_t value = kBase64Alphabet.find(text_[(first + i) / kSextet]);
      if (value == std::string_view::npos || ((value >> place(first + i)) & 1U) != bit(octets, i))
        return false;
    }
    return true;
  }
  void put(std::size_t first, std::string_view octets) {
    for (std::size_t i = 0; i < octets.size() * kOctet; ++i) {
      char& c = text_[(first + i) / kSextet];
      const std::size_t mask = std::size_t{1} << place(first + i);
      const std::size_t value = kBase64Alphabet.find(c);
      c = kBase64Alphabet[bit(octets, i) != 0 ? (value | mask) : (value & ~mask)];
    }
  }

 private:
  static std::size_t place(std::size_t at) { return kSextet - 1 - at % kSextet; }
  static std::size_t bit(std::string_view octets, std::size_t at) {
    const auto octet = static_cast<unsigned char>(octets[at / kOctet]);
    return (octet >> (kOctet - 1 - at % kOctet)) & 1U;
  }
  std::string& text_;
};

bool replace_base64(std::string& bytes, std::string_view from, std::string_view to) {
  bool found = false;
  Bits bits(bytes);
  for (const std::size_t skipped : kSkippedBits) {
    const std::string pattern = base64_from(from, skipped);
    for (std::size_t at = bytes.find(pattern); at != std::string::npos; at = bytes.find(pattern, at + 1)) {
      const std::size_t first = at * kSextet;
      if (first < skipped || !bits.has(first - skipped, from)) continue;
      bits.put(first - skipped, to);
      found = true;
    }
  }
  return found;
}

// Without its end of line and the padding.
std::string_view stripped(std::string_view line) {
  return line.substr(0, line.find_last_not_of("=\r\n") + 1);
}

}  // namespace

void Disguise::add(std::string_view secret) {
  if (secret.size() < Masker::kShortestSecret) return;
  if (std::any_of(pairs_.begin(), pairs_.end(), [&](const Pair& pair) { return pair.secret == secret; }))
    return;
  std::string placeholder = fill(secret, kFillers[0]);
  if (placeholder == secret) placeholder = fill(secret, kFillers[1]);
  const auto shorter = std::find_if(pairs_.begin(), pairs_.end(),
                                    [&](const Pair& pair) { return pair.secret.size() < secret.size(); });
  pairs_.insert(shorter, Pair{std::string(secret), std::move(placeholder)});
}

bool Disguise::apply(std::string& bytes) const {
  bool found = false;
  for (const auto& [secret, placeholder] : pairs_) {
    found = replace_plain(bytes, secret, placeholder) || found;
    const std::string quoted = inside_quotes(secret);
    if (quoted != secret) found = replace_plain(bytes, quoted, inside_quotes(placeholder)) || found;
    found = replace_base64(bytes, secret, placeholder) || found;
  }
  return found;
}

std::string Disguise::applied(std::string_view bytes) const {
  std::string out(bytes);
  (void)apply(out);
  return out;
}

std::vector<std::string> Disguise::placeholders() const {
  std::vector<std::string> all;
  for (const Pair& pair : pairs_) all.push_back(pair.placeholder);
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

std::string_view sasl_payload(std::string_view line) {
  line = line.substr(0, line.find_first_of("\r\n"));
  for (const std::string_view verb : {std::string_view("AUTHENTICATE "), std::string_view("AUTH ")}) {
    const std::size_t at = line.find(verb);
    if (at == std::string_view::npos) continue;
    const std::size_t space = line.find(' ', at + verb.size());
    return space == std::string_view::npos ? line.substr(line.size()) : line.substr(space + 1);
  }
  return line;
}

void disguise_sasl(std::string& line) {
  const std::string_view payload = sasl_payload(line);
  const std::string_view text = stripped(payload);
  if (text.size() <= 1) return;  // "*", "=", or nothing
  const auto begin = static_cast<std::size_t>(payload.data() - line.data());
  // A group that is padded keeps its last character: it has bits that must be zero.
  const std::size_t whole = text.size() % 4 == 0 ? text.size() : text.size() - 1;
  const std::size_t size = text.size();
  for (std::size_t i = 0; i < whole; ++i) line[begin + i] = kSaslFiller[i % kSaslFiller.size()];
  if (whole < size) line[begin + whole] = 'A';
}

}  // namespace mailrig::record
