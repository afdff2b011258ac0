#include "harness/play/sasl_exchange.hpp"

namespace mailrig::play {

void SaslExchange::begin(const scenario::Authenticate& step, scenario::Protocol protocol,
                         std::string_view tag, std::unique_ptr<sasl::Client> client, std::string& out) {
  client_ = std::move(client);
  reason_.clear();
  rounds_ = 0;
  cancels_ = step.cancel;
  done_ = cancelled_ = false;
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
