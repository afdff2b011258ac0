#include "reference-server/session/login.hpp"

#include <algorithm>

#include "harness/wire/ascii.hpp"
#include "reference-server/deviation/sasl.hpp"

namespace mailrig::server {
namespace {

bool broken(const World& world, const Deviation& deviation) {
  return world.deviations != nullptr && world.deviations->hit(deviation);
}

Channel channel_of(const LoginFacts& facts) {
  return facts.secure && facts.channel ? facts.channel() : Channel{};
}

bool more(const World& world, std::string_view mechanism) {
  return std::any_of(world.more_mechanisms.begin(), world.more_mechanisms.end(),
                     [&](const std::string& one) { return wire::iequals(one, mechanism); });
}

bool has_binding(const Channel& channel) {
  return !channel.tls_unique.empty() || !channel.tls_exporter.empty();
}

bool is_offered(const LoginFacts& facts, const Channel& channel, std::string_view mechanism) {
  const sasl::Traits traits = sasl::traits(mechanism);
  if (needs_tls(facts, mechanism)) return false;
  if (traits.binds_channel) return has_binding(channel);
  if (traits.has_token) return !facts.world.bearer.empty();
  if (mechanism == "EXTERNAL") return !channel.certificate_user.empty();
  return mechanism.starts_with("SCRAM-") || mechanism == "PLAIN" || mechanism == "LOGIN" ||
         more(facts.world, mechanism);
}

sasl::PasswordOf passwords_of(const Accounts& accounts) {
  return [&accounts](std::string_view user) -> std::optional<std::string> {
    const Account* const account = accounts.find(user);
    if (account == nullptr) return std::nullopt;
    return account->password;
  };
}

sasl::Faults faults(const World& world) {
  sasl::Faults faults;
  if (world.deviations == nullptr || !world.deviations->any()) return faults;
  faults.binding_ignored = broken(world, kSaslBindingIgnored);
  faults.binding_refused = broken(world, kSaslBindingRefused);
  faults.signature_wrong = broken(world, kSaslSignatureWrong);
  faults.secret_ignored = broken(world, kSaslSecretIgnored);
  faults.external_unchecked = broken(world, kSaslExternalUnchecked);
  faults.authorization_ignored = broken(world, kSaslAuthorizationIgnored);
  faults.empty_password_taken = broken(world, kSaslEmptyPasswordTaken);
  return faults;
}

}  // namespace

std::vector<std::string_view> offered_mechanisms(const LoginFacts& facts) {
  const Channel channel = channel_of(facts);
  std::vector<std::string_view> offered;
  for (const std::string& mechanism : sasl::mechanisms()) {
    if (is_offered(facts, channel, mechanism)) offered.emplace_back(mechanism);
  }
  return offered;
}

bool refuses_initial_response(const World& world, const sasl::Server& server) {
  return !server.takes_initial_response() && !broken(world, kSaslInitialResponseTaken);
}

bool has_initial_response(const World& world, std::optional<std::string_view> sent) {
  return sent && !(*sent == "=" && broken(world, kSaslEqualsIgnored));
}

std::string base64_alone(std::string_view text) {
  std::string kept;
  for (const char c : text) {
    if (wire::is_alnum(c) || c == '+' || c == '/' || (c == '=' && !kept.empty())) kept += c;
  }
  return kept;
}

bool needs_tls(const LoginFacts& facts, std::string_view mechanism) {
  return sasl::traits(mechanism).shows_secret && !facts.secure && !facts.world.plaintext_login;
}

std::unique_ptr<sasl::Server> begin_login(const LoginFacts& facts, std::string_view mechanism,
                                          std::string_view service) {
  const auto name = sasl::known_mechanism(mechanism);
  if (!name) return nullptr;
  Channel channel = channel_of(facts);
  sasl::ServerSide side;
  side.faults = faults(facts.world);
  const bool external = *name == "EXTERNAL" && side.faults.external_unchecked;
  if (!external && !is_offered(facts, channel, *name)) return nullptr;
  side.service = service;
  side.host = facts.world.host;
  side.password_of = passwords_of(*facts.world.accounts);
  side.token = facts.world.bearer;
  if (!channel.tls_exporter.empty()) side.bindings.push_back({"tls-exporter", channel.tls_exporter});
  if (!channel.tls_unique.empty()) side.bindings.push_back({"tls-unique", channel.tls_unique});
  side.certificate_user = channel.certificate_user;
  return sasl::make_server(*name, std::move(side));
}

}  // namespace mailrig::server
