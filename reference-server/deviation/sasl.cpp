#include "reference-server/deviation/sasl.hpp"

#include <array>

namespace mailrig::server {
namespace {

constexpr std::array kTable{&kSaslBindingIgnored,       &kSaslBindingRefused,     &kSaslSignatureWrong,
                            &kSaslSecretIgnored,        &kSaslExternalUnchecked,  &kSaslInitialResponseTaken,
                            &kSaslAuthorizationIgnored, &kSaslEmptyPasswordTaken, &kSaslEqualsIgnored};

}  // namespace

std::span<const Deviation* const> sasl_deviations() {
  return kTable;
}

}  // namespace mailrig::server
