#include "reference-server/session/smtp/parameters.hpp"

namespace mailrig::server::smtpd {

std::span<const ParameterRule<Recipient>> rcpt_parameters() {
  return {};
}

}  // namespace mailrig::server::smtpd
