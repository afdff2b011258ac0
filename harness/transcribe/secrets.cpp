#include "harness/transcribe/secrets.hpp"

#include <algorithm>
#include <array>

#include "harness/sasl/sasl.hpp"
#include "harness/wire/ascii.hpp"

namespace mailrig::transcribe {

namespace {

constexpr std::array<std::string_view, 12> kMechanisms = {"PLAIN",         "LOGIN",
                                                          "CRAM-MD5",      "DIGEST-MD5",
                                                          "SCRAM-SHA-1",   "SCRAM-SHA-1-PLUS",
                                                          "SCRAM-SHA-256", "SCRAM-SHA-256-PLUS",
                                                          "EXTERNAL",      "ANONYMOUS",
                                                          "OAUTHBEARER",   "XOAUTH2"};

}  // namespace

void Secrets::add_sasl(std::string_view mechanism, const std::vector<std::string>& messages) {
  for (const std::string& message : messages) add(message);
  if (messages.empty()) return;
  const std::string last = sasl::unbase64(messages.back()).value_or("");
  if (wire::iequals(mechanism, "PLAIN")) {  // RFC 4616 2: [authzid] NUL authcid NUL passwd
    const std::size_t nul = last.rfind('\0');
    if (nul != std::string::npos) add(std::string_view(last).substr(nul + 1));
  } else {
    add(last);
  }
}

std::string known_mechanism(std::string_view name) {
  for (const std::string_view known : kMechanisms) {
    if (wire::iequals(known, name)) return std::string(known);
  }
  return {};
}

}  // namespace mailrig::transcribe
