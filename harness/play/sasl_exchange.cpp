#include "harness/play/sasl_exchange.hpp"

namespace mailrig::play {

namespace {

// The service's name in SASL (RFC 4954 4, RFC 9051 6.2.2, RFC 5034 4).
std::string_view service_name(scenario::Protocol protocol) {
  return protocol == scenario::Protocol::Smtp   ? "smtp"
         : protocol == scenario::Protocol::Imap ? "imap"
                                                : "pop";
}

}  // namespace

bool SaslExchange::begin(const scenario::Authenticate& step, scenario::Protocol protocol,
                         std::string_view tag, sasl::Credentials credentials, std::string& out) {
  credentials.service = service_name(protocol);
  client_ = sasl::make_client(step.mechanism, credentials, reason_);
  rounds_ = 0;
  cancels_ = step.cancel;
  done_ = cancelled_ = false;
  if (client_ == nullptr) return false;
  if (protocol == scenario::Protocol::Imap) {
    out += tag;
    out += " AUTHENTICATE ";
  } else {
    out += "AUTH ";
  }
  out += step.mechanism;
  if (step.initial_response && client_->client_first()) {
    const sasl::Outcome outcome = client_->step({});
    done_ = outcome.step == sasl::Step::Done;
    out += ' ';
    out += outcome.message.empty() ? "=" : sasl::base64(outcome.message);
  }
  out += "\r\n";
  return true;
}

void SaslExchange::cancel(std::string reason, std::string& out) {
  reason_ = std::move(reason);
  cancelled_ = true;
  out += "*\r\n";
}

void SaslExchange::answer(std::string_view challenge, std::string& out) {
  if (cancels_) return cancel({}, out);
  const auto octets = sasl::unbase64(challenge);
  if (!octets) return cancel("the challenge is no base64", out);
  if (++rounds_ > kChallengeLimit) return cancel("more challenges came than any mechanism has", out);
  if (!done_) {
    const sasl::Outcome outcome = client_->step(*octets);
    if (outcome.step == sasl::Step::Failed) return cancel(outcome.reason, out);
    done_ = outcome.step == sasl::Step::Done;
    out += sasl::base64(outcome.message);
  } else if (!octets->empty()) {
    return cancel("a challenge came behind the last message of the exchange", out);
  }
  out += "\r\n";
}

}  // namespace mailrig::play
