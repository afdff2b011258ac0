#include "harness/sasl/secret.hpp"

#include <array>
#include <cstdlib>
#include <memory>
#include <stdexcept>

#include <gsasl.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

namespace mailrig::sasl {
namespace {

using Digest = std::array<unsigned char, EVP_MAX_MD_SIZE>;

std::string hexadecimal(const Digest& digest, unsigned size) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  for (unsigned i = 0; i < size; ++i) {
    out += kDigits[digest[i] >> 4];
    out += kDigits[digest[i] & 0xF];
  }
  return out;
}

}  // namespace

std::optional<std::string> prepared(std::string_view text, Prepare prepare) {
  if (text.find('\0') != std::string_view::npos) return std::nullopt;
  const auto flags =
      prepare == Prepare::Query ? GSASL_ALLOW_UNASSIGNED : static_cast<Gsasl_saslprep_flags>(0);
  char* out = nullptr;
  int why = 0;
  if (gsasl_saslprep(std::string(text).c_str(), flags, &out, &why) != GSASL_OK) return std::nullopt;
  const std::unique_ptr<char, void (*)(void*)> owned(out, gsasl_free);
  return std::string(out);
}

std::string apop_digest(std::string_view timestamp, std::string_view secret) {
  const std::string text = std::string(timestamp).append(secret);
  Digest digest{};
  unsigned size = 0;
  if (EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_md5(), nullptr) != 1) return {};
  return hexadecimal(digest, size);
}

std::string hmac_sha256(std::string_view key, std::string_view text) {
  Digest digest{};
  unsigned size = 0;
  const auto* const octets = reinterpret_cast<const unsigned char*>(text.data());
  if (HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), octets, text.size(), digest.data(),
           &size) == nullptr)
    return {};
  return hexadecimal(digest, size);
}

std::string random_octets(std::size_t count) {
  std::string octets(count, '\0');
  if (RAND_bytes(reinterpret_cast<unsigned char*>(octets.data()), static_cast<int>(count)) != 1)
    throw std::runtime_error("the system has no random octets");
  return octets;
}

bool same_secret(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace mailrig::sasl
