#include "reference-server/deviation/tls.hpp"

#include <array>

namespace mailrig::server {
namespace {

constexpr std::array kTable{&kTlsOldVersionsTaken, &kTlsVersion12Refused, &kTlsVersion13Refused,
                            &kTlsOtherName,        &kTlsExpired,          &kTlsNoCloseNotify};

}  // namespace

std::span<const Deviation* const> tls_deviations() {
  return kTable;
}

}  // namespace mailrig::server
