// SASL exchanges.
#include "harness/play/walk.hpp"

namespace mailrig::play {

namespace {

// The service's name in SASL (RFC 4954 4, RFC 9051 6.2.2, RFC 5034 4).
std::string_view service_name(scenario::Protocol protocol) {
  return protocol == scenario::Protocol::Smtp   ? "smtp"
         : protocol == scenario::Protocol::Imap ? "imap"
                                                : "pop";
}

}  // namespace

// ${user} and ${password} are those of account 1; the others' names end in ".2" and so on.
std::string_view Walker::account_value(std::string_view name) const {
  const std::uint32_t account = board_->program.clients[step().client].account;
  std::optional<SlotIndex> slot = account == 1 ? board_->program.find_slot(name) : std::nullopt;
  if (!slot) slot = board_->program.find_slot(std::string(name) + '.' + std::to_string(account));
  return slot ? std::string_view(board_->bindings.value(*slot)) : std::string_view{};
}

sasl::Credentials Walker::credentials(const scenario::Authenticate& step) {
  sasl::Credentials credentials;
  credentials.user = account_value("user");
  credentials.password = account_value("password");
  credentials.token = account_value("bearer");
  if (step.wrong) {
    credentials.password += "-wrong";
    credentials.token += "-wrong";
  }
  if (step.wrong_user) {
    credentials.user = "no-such-" + credentials.user;
    if (step.mechanism == "EXTERNAL") credentials.authorization = credentials.user;  // all that it says
  }
  credentials.service =
      service_name(scenario::protocol_of(board_->program.clients[this->step().client].service));
  if (const auto host = board_->program.find_slot("host")) credentials.host = bindings().value(*host);
  credentials.binding = peer().channel;
  if (step.other_binding && !credentials.binding.data.empty()) credentials.binding.data.front() ^= 1;
  return credentials;
}

std::optional<Do> Walker::begin_sasl(const scenario::Authenticate& step, Time now) {
  Peer& to = peer();
  const scenario::Protocol protocol =
      scenario::protocol_of(board_->program.clients[this->step().client].service);
  to.out.clear();
  to.written = true;
  const std::string tag = protocol == scenario::Protocol::Imap ? new_tag() : std::string{};
  std::string why;
  auto client = board_->make_sasl(this->step().client, step.mechanism, credentials(step), why);
  if (!client) {
    judge().fault("what " + step.mechanism + " needs", why);
    return {};
  }
  sasl_.begin(step, protocol, tag, std::move(client), to.out);
  to.sent(to.out, protocol == scenario::Protocol::Imap ? "AUTHENTICATE" : "AUTH", now);
  return write(to.out, true, true);
}

std::optional<Do> Walker::turn(const scenario::Authenticate& authenticate, Time now) {
  Peer& to = peer();
  if (begins(now, {})) {
    if (to.state() != Peer::State::Open) return {};
    return begin_sasl(authenticate, now);
  }
  if (!sasl_.cancelled() && to.take_challenge(board_->scratch)) {
    to.out.clear();
    sasl_.answer(board_->scratch, to.out);
    if (!sasl_.reason().empty())
      judge().state(authenticate.rule, Mismatch::Differs, authenticate.mechanism, board_->scratch,
                    sasl_.reason());
    if (judge().failed()) return {};
    to.sent(to.out, {}, now);
    return write(to.out, true, true);
  }
  if (to.has_unit() || to.state() != Peer::State::Open || now >= deadline_) return {};
  return wait(deadline_);
}

}  // namespace mailrig::play
