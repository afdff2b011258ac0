#include "harness/play/sasl_exchange.hpp"

namespace mailrig::play {

bool SaslExchange::begin(const scenario::Authenticate& step, scenario::Protocol protocol,
                         std::string_view tag, const sasl::Credentials& credentials, std::string& out) {
  client_ = sasl::make_client(step.mechanism, credentials);
  rounds_ = 0;
  done_ = false;
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

void SaslExchange::answer(std::string_view challenge, std::string& out) {
  const auto octets = sasl::unbase64(challenge);
  if (!octets || ++rounds_ > kChallengeLimit || (done_ && !octets->empty())) {
    out += "*\r\n";
    return;
  }
  if (!done_) {
    const sasl::Outcome outcome = client_->step(*octets);
    if (outcome.step == sasl::Step::Failed) {
      out += "*\r\n";
      return;
    }
    done_ = outcome.step == sasl::Step::Done;
    out += sasl::base64(outcome.message);
  }
  out += "\r\n";
}

}  // namespace mailrig::play
