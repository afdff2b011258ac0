#include "reference-server/deviation/url_auth.hpp"

#include <array>

namespace mailrig::server {
namespace {

constexpr std::array kTable{&kUrlauthTokenUnchecked, &kUrlauthTokenShort,      &kUrlauthExpiredTaken,
                            &kUrlauthUserUnchecked,  &kUrlauthSubmitUnchecked, &kUrlauthOwnerAlone,
                            &kUrlauthInvalidRefused, &kUrlauthSectionLost,     &kUrlauthNoAccessTaken,
                            &kUrlauthNoOwnerTaken,   &kUrlauthMissingTaken,    &kUrlauthWholeTaken,
                            &kUrlauthKeyStays,       &kUrlauthResetUntold,     &kUrlauthNoUrlmech};

}  // namespace

std::span<const Deviation* const> url_auth_deviations() {
  return kTable;
}

}  // namespace mailrig::server
