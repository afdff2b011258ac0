#include "reference-server/session/smtp/transfer_login.hpp"

#include <utility>

#include "harness/smtp/command.hpp"
#include "harness/wire/ascii.hpp"

namespace mailrig::server::smtpd {
namespace {

bool has_word(std::string_view words, std::string_view wanted) {
  while (!words.empty()) {
    const std::string_view word = words.substr(0, words.find(' '));
    if (wire::iequals(word, wanted)) return true;
    words.remove_prefix(std::min(word.size() + 1, words.size()));
  }
  return false;
}

// A user and a password, and nothing else.
bool fits(const std::string& mechanism) {
  const sasl::Traits traits = sasl::traits(mechanism);
  return traits.has_user && traits.has_secret && !traits.has_token && !traits.binds_channel;
}

}  // namespace

std::optional<std::string> HopLogin::begin(std::string_view offered) {
  for (const std::string& mechanism : sasl::mechanisms()) {
    if (!fits(mechanism) || !has_word(offered, mechanism)) continue;
    if (auto line = begin_with(mechanism)) return line;
  }
  return std::nullopt;
}

std::optional<std::string> HopLogin::begin_with(const std::string& mechanism) {
  sasl::Credentials credentials{terms_.user, terms_.password, ""};
  credentials.service = "smtp";
  credentials.host = host_;
  client_ = sasl::make_client(mechanism, credentials);
  held_.reset();
  done_ = false;
  std::string line = "AUTH " + mechanism;
  if (client_ == nullptr) return std::nullopt;
  if (!client_->client_first()) return line;
  const sasl::Outcome first = client_->step("");
  if (first.step == sasl::Step::Failed) return std::nullopt;
  done_ = first.step == sasl::Step::Done;
  const std::string response = first.message.empty() ? "=" : sasl::base64(first.message);
  // RFC 4954 4: what makes the command too long waits for the server's empty challenge.
  if (line.size() + response.size() + 3 > smtp::kCommandLimit) return held_ = response, line;
  return (line += ' ') += response;
}

std::optional<std::string> HopLogin::answer(std::string_view challenge) {
  const std::optional<std::string> octets = sasl::unbase64(challenge);
  if (!octets) return std::nullopt;
  if (held_) return octets->empty() ? std::exchange(held_, std::nullopt) : std::nullopt;
  if (done_) return std::nullopt;
  const sasl::Outcome next = client_->step(*octets);
  if (next.step == sasl::Step::Failed) return std::nullopt;
  done_ = next.step == sasl::Step::Done;
  return sasl::base64(next.message);
}

}  // namespace mailrig::server::smtpd
