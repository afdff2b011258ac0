#include "harness/sasl/secret.hpp"

#include <array>
#include <cstdlib>
#include <memory>

#include <gsasl.h>
#include <openssl/evp.h>

namespace mailrig::sasl {

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
  constexpr std::string_view kDigits = "0123456789abcdef";
  const std::string text = std::string(timestamp).append(secret);
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  if (EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_md5(), nullptr) != 1) return {};
  std::string out;
  for (unsigned i = 0; i < size; ++i) {
    out += kDigits[digest[i] >> 4];
    out += kDigits[digest[i] & 0xF];
  }
  return out;
}

}  // namespace mailrig::sasl
