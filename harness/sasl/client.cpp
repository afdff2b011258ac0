#include <charconv>
#include <cstdint>

#include "harness/sasl/exchange.hpp"
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
        client_first_(mechanism != "LOGIN"),
        scram_(mechanism.starts_with("SCRAM-")) {
    exchange_.set(GSASL_AUTHID, credentials.user);
    exchange_.set(GSASL_PASSWORD, credentials.password);
    if (!credentials.authorization.empty()) exchange_.set(GSASL_AUTHZID, credentials.authorization);
  }

  Outcome step(std::string_view challenge) override {
    if (over_ || challenge.size() > kMessageLimit) return {};
    if (scram_ && too_many_iterations(challenge)) {
      over_ = true;
      return {};
    }
    Outcome outcome;
    const int result = exchange_.step(challenge, outcome.message);
    over_ = result != GSASL_NEEDS_MORE;
    if (result == GSASL_OK) outcome.step = Step::Done;
    if (result == GSASL_NEEDS_MORE) outcome.step = Step::Continue;
    return outcome;
  }

  [[nodiscard]] bool client_first() const override { return client_first_; }

 private:
  Exchange exchange_;
  bool client_first_;
  bool scram_;
  bool over_ = false;
};

}  // namespace

std::unique_ptr<Client> make_client(std::string_view mechanism, const Credentials& credentials) {
  const std::optional<std::string> name = known_mechanism(mechanism);
  if (!name) return nullptr;
  return std::make_unique<GnuClient>(*name, credentials);
}

}  // namespace mailrig::sasl
