#include "reference-server/session/smtp/extensions.hpp"

namespace mailrig::server::smtpd {
namespace {

constexpr std::array<ParameterRule<Recipient>, 2> kRules{{
    {"NOTIFY", Cap::SmtpDsn, take_notify},
    {"ORCPT", Cap::SmtpDsn, take_orcpt},
}};

}  // namespace

std::span<const ParameterRule<Recipient>> rcpt_parameters() {
  return kRules;
}

}  // namespace mailrig::server::smtpd
