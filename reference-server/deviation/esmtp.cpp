#include "reference-server/deviation/esmtp.hpp"

#include <array>

namespace mailrig::server {
namespace {

using namespace smtpd;

constexpr std::array kTable{&kAuthParameterRefused,    &kAuthParameterSyntaxOk,
                            &kDsnParametersRefused,    &kDsnSyntaxOk,
                            &kDsnLinesShort,           &kDsnNotTold,
                            &kDsnToldUnasked,          &kDsnNoEnvelopeId,
                            &kDsnFromSender,           &kSmtputf8Refused,
                            &kSmtputf8ValueOk,         &kSmtputf8EhloParameter,
                            &kRequiretlsRefused,       &kLimitsZero,
                            &kMtPrioritySyntaxOk,      &kDeliverbySyntaxOk,
                            &kFuturereleaseTooLongOk,  &kFuturereleaseAtOnce,
                            &kSubmissionUnqualifiedOk, &kSubmissionNothingAdded};

}  // namespace

std::span<const Deviation* const> esmtp_deviations() {
  return kTable;
}

}  // namespace mailrig::server
