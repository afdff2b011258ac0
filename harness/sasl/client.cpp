#include <charconv>
#include <cstdint>

#include "harness/sasl/exchange.hpp"
#include "harness/sasl/oauth.hpp"
#include "harness/sasl/sasl.hpp"

namespace mailrig::sasl {
namespace {

// Of SCRAM's first message from a server (RFC 5802 5.1): the library would count as far as it is told.
bool too_many_iterations(std::string_view challenge) {
  const std::size_t at = challenge.find(",i=");
  if (!challenge.starts_with("r=") || at == std::string_view::npos) return false;
  const std::string_view digits = challenge.substr(at + 3, challenge.find(',', at + 3) - at - 3);
  std::uint32_t count = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), count);
  return error != std::errc{} || end != digits.data() + digits.size() || count > kIterationLimit;
}

int no_callback(Gsasl*, Gsasl_session*, Gsasl_property) {
  return GSASL_NO_CALLBACK;  // everything that is known has been set
}

class GnuClient final : public Client {
 public:
  GnuClient(const std::string& mechanism, const Credentials& credentials)
      : exchange_(Side::Client, mechanism, no_callback, nullptr),
        client_first_(traits(mechanism).client_first),
        scram_(mechanism.starts_with("SCRAM-")) {
    exchange_.set(GSASL_AUTHID, credentials.user);
    exchange_.set(GSASL_PASSWORD, credentials.password);
    exchange_.set(GSASL_ANONYMOUS_TOKEN, credentials.user);
    exchange_.set(GSASL_SERVICE, credentials.service);
    exchange_.set(GSASL_HOSTNAME, credentials.host);
    if (!credentials.authorization.empty()) exchange_.set(GSASL_AUTHZID, credentials.authorization);
    if (traits(mechanism).binds_channel) exchange_.bind(credentials.binding);
  }

  Outcome step(std::string_view challenge) override {
    if (over_ || challenge.size() > kMessageLimit) return failed("it goes on behind its end");
    if (scram_ && too_many_iterations(challenge))
      return failed("it wants more iterations than any client will do");
    // RFC 5802 5.1: the server says why it refuses; its last reply follows.
    if (scram_ && challenge.starts_with("e=")) {
      over_ = true;
      return {Step::Done, {}};
    }
    Outcome outcome;
    const int result = exchange_.step(challenge, outcome.message);
    over_ = result != GSASL_NEEDS_MORE;
    if (result == GSASL_OK) outcome.step = Step::Done;
    if (result == GSASL_NEEDS_MORE) outcome.step = Step::Continue;
    if (outcome.step == Step::Failed) outcome.reason = Exchange::error(result);
    return outcome;
  }

  [[nodiscard]] bool client_first() const override { return client_first_; }

 private:
  Outcome failed(std::string_view reason) {
    over_ = true;
    return {Step::Failed, {}, std::string(reason)};
  }

  Exchange exchange_;
  bool client_first_;
  bool scram_;
  bool over_ = false;
};

}  // namespace

std::unique_ptr<Client> make_client(std::string_view mechanism, const Credentials& credentials,
                                    std::string& why) {
  why.clear();
  const std::optional<std::string> name = known_mechanism(mechanism);
  if (!name) {
    why = "there is no mechanism called " + std::string(mechanism);
  } else if (traits(*name).binds_channel && credentials.binding.data.empty()) {
    why = *name + " wants a TLS channel to be bound to, and there is none";
  } else if (traits(*name).has_token) {
    return make_oauth_client(*name, credentials);
  } else {
    return std::make_unique<GnuClient>(*name, credentials);
  }
  return nullptr;
}

}  // namespace mailrig::sasl
