#include <algorithm>
#include <utility>

#include "harness/sasl/exchange.hpp"
#include "harness/sasl/oauth.hpp"
#include "harness/sasl/sasl.hpp"
#include "harness/sasl/secret.hpp"

namespace mailrig::sasl {
namespace {

constexpr const char* kScramIterations = "4096";  // RFC 7677 4: at least 4096

// Of a SCRAM client's last message the channel-binding data behind the GS2 header (RFC 5802 7: cbind-input).
std::string bound_data(std::string_view message) {
  if (!message.starts_with("c=")) return {};
  const std::optional<std::string> input = unbase64(message.substr(2, message.find(',') - 2));
  const std::size_t comma = input ? input->find(',') : std::string::npos;
  const std::size_t end = comma == std::string::npos ? comma : input->find(',', comma + 1);
  return end == std::string::npos ? std::string() : input->substr(end + 1);
}

// A name as it is compared (RFC 4013, asked for by RFC 4616 2, RFC 4954 4, RFC 5034 4). Nothing: it can't be
// one.
std::optional<std::string> name_of(const std::string& said) {
  if (said.empty()) return said;
  std::optional<std::string> name = prepared(said, Prepare::Query);
  if (name && name->empty()) name.reset();
  return name;
}

class GnuServer final : public Server {
 public:
  GnuServer(const std::string& mechanism, ServerSide side)
      : side_(std::move(side)),
        exchange_(Side::Server, mechanism, answer, this),
        traits_(traits(mechanism)),
        login_(mechanism == "LOGIN"),
        digest_(mechanism == "DIGEST-MD5"),
        may_be_empty_(mechanism == "EXTERNAL" || mechanism == "ANONYMOUS") {
    exchange_.set(GSASL_SERVICE, side_.service);
    exchange_.set(GSASL_HOSTNAME, side_.host);
    exchange_.set(GSASL_SCRAM_ITER, kScramIterations);
    // Without -PLUS, too: a client that then says "y" was lied to about what is offered (RFC 5802 6).
    for (const ChannelBinding& binding : side_.bindings) {
      if (mechanism.starts_with("SCRAM-"))
        exchange_.bind(side_.faults.binding_refused ? other(binding) : binding);
    }
  }

  Outcome step(std::string_view response) override {
    if (over_ || response.size() > kMessageLimit) return finish(Step::Failed);
    if (first_must_speak(response)) return finish(Step::Failed);
    if (signature_sent_) return finish(response.empty() ? Step::Done : Step::Failed);
    if (digest_ && !prompted_) response = {};
    skip_user_prompt(response);
    Outcome outcome;
    const int result = exchange_.step(response, outcome.message);
    if (result == GSASL_NEEDS_MORE) {
      outcome.step = Step::Continue;
      return outcome;
    }
    if (result != GSASL_OK && (takes_other_binding(response) || takes_any_secret(response)))
      return finish(Step::Done);
    if (result != GSASL_OK || !authorized()) return finish(Step::Failed);
    if (outcome.message.empty()) return finish(Step::Done);
    signature_sent_ = true;
    outcome.step = Step::Continue;
    if (side_.faults.signature_wrong) spoil(outcome.message);
    return outcome;
  }

  [[nodiscard]] bool client_first() const override { return traits_.client_first; }
  [[nodiscard]] bool takes_initial_response() const override {
    return traits_.client_first || login_ || digest_;
  }
  [[nodiscard]] std::string user() const override { return user_; }

 private:
  Outcome finish(Step step) {
    over_ = true;
    if (step == Step::Done) user_ = authenticated();
    return {step, {}};
  }

  [[nodiscard]] std::string authenticated() const {
    if (!traits_.has_secret) return side_.certificate_user;
    return name_of(exchange_.get(GSASL_AUTHID)).value_or("");
  }

  // A client's first message is never empty, but for mechanisms that may have nothing to say.
  [[nodiscard]] bool first_must_speak(std::string_view response) const {
    return traits_.client_first && !may_be_empty_ && !prompted_ && response.empty();
  }

  // LOGIN with an initial response: the answer to a question that was not asked.
  void skip_user_prompt(std::string_view response) {
    if (login_ && !prompted_ && !response.empty()) {
      std::string prompt;
      (void)exchange_.step({}, prompt);
    }
    prompted_ = true;
  }

  static ChannelBinding other(ChannelBinding binding) {
    if (!binding.data.empty()) binding.data.back() = static_cast<char>(binding.data.back() ^ 1);
    return binding;
  }

  // The server's own proof, "v=…": another one of the same length.
  static void spoil(std::string& message) {
    if (message.size() > 2 && message.starts_with("v=")) message[2] = message[2] == 'A' ? 'B' : 'A';
  }

  [[nodiscard]] bool takes_other_binding(std::string_view response) const {
    if (!side_.faults.binding_ignored || !traits_.binds_channel) return false;
    const std::string data = bound_data(response);
    return !data.empty() && std::none_of(side_.bindings.begin(), side_.bindings.end(),
                                         [&](const ChannelBinding& known) { return known.data == data; });
  }

  // PLAIN with an empty password ends in NUL.
  [[nodiscard]] bool takes_any_secret(std::string_view response) const {
    const bool empty = side_.faults.empty_password_taken && response.ends_with('\0');
    return (side_.faults.secret_ignored || empty) && side_.password_of(authenticated());
  }

  [[nodiscard]] bool authorized() const {
    const std::optional<std::string> authorization = name_of(exchange_.get(GSASL_AUTHZID));
    if (!authorization) return false;
    return authorization->empty() || *authorization == authenticated() || side_.faults.authorization_ignored;
  }

  // RFC 4422 A: who the client is, its certificate says.
  [[nodiscard]] int validate_external(const char* authorization) {
    if (side_.faults.external_unchecked && authorization != nullptr) side_.certificate_user = authorization;
    return side_.certificate_user.empty() || !side_.password_of(side_.certificate_user)
               ? GSASL_AUTHENTICATION_ERROR
               : GSASL_OK;
  }

  static int answer(Gsasl* context, Gsasl_session* session, Gsasl_property property) {
    auto* const self = static_cast<GnuServer*>(gsasl_callback_hook_get(context));
    if (property == GSASL_VALIDATE_EXTERNAL)
      return self->validate_external(gsasl_property_fast(session, GSASL_AUTHZID));
    if (property != GSASL_PASSWORD) return GSASL_NO_CALLBACK;
    const char* const user = gsasl_property_fast(session, GSASL_AUTHID);
    const std::optional<std::string> name = user == nullptr ? std::nullopt : name_of(user);
    const std::optional<std::string> password = name ? self->side_.password_of(*name) : std::nullopt;
    if (!password) return GSASL_NO_PASSWORD;
    return gsasl_property_set(session, GSASL_PASSWORD, password->c_str());
  }

  ServerSide side_;
  Exchange exchange_;
  Traits traits_;
  std::string user_;
  bool login_;
  bool digest_;
  bool may_be_empty_;
  bool prompted_ = false;
  bool signature_sent_ = false;
  bool over_ = false;
};

}  // namespace

std::unique_ptr<Server> make_server(std::string_view mechanism, ServerSide side) {
  const std::optional<std::string> name = known_mechanism(mechanism);
  if (!name || (traits(*name).binds_channel && side.bindings.empty())) return nullptr;
  if (traits(*name).has_token) return make_oauth_server(*name, std::move(side));
  return std::make_unique<GnuServer>(*name, std::move(side));
}

}  // namespace mailrig::sasl
