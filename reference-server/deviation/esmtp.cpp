#include "reference-server/deviation/esmtp.hpp"

#include <array>

namespace mailrig::server {
namespace {

using namespace smtpd;

constexpr std::array kTable{&kAuthParameterRefused, &kAuthParameterSyntaxOk, &kDsnParametersRefused,
                            &kDsnSyntaxOk,          &kDsnLinesShort,         &kDsnNotTold,
                            &kDsnToldUnasked,       &kDsnNoEnvelopeId,       &kDsnFromSender};

}  // namespace

std::span<const Deviation* const> esmtp_deviations() {
  return kTable;
}

}  // namespace mailrig::server
