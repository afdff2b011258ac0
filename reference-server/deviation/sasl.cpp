#include "reference-server/deviation/sasl.hpp"

#include <array>

namespace mailrig::server {
namespace {

constexpr std::array kTable{&kSaslBindingIgnored, &kSaslBindingRefused,    &kSaslSignatureWrong,
                            &kSaslSecretIgnored,  &kSaslExternalUnchecked, &kSaslInitialResponseTaken};

}  // namespace

std::span<const Deviation* const> sasl_deviations() {
  return kTable;
}

}  // namespace mailrig::server
