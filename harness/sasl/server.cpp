#include <utility>

#include "harness/sasl/exchange.hpp"
#include "harness/sasl/sasl.hpp"

namespace mailrig::sasl {
namespace {

constexpr const char* kScramIterations = "4096";  // RFC 7677 4: at least 4096

class GnuServer final : public Server {
 public:
  GnuServer(const std::string& mechanism, std::string_view service, std::string_view host,
            PasswordOf password_of)
      : password_of_(std::move(password_of)),
        exchange_(Side::Server, mechanism, answer, this),
        login_(mechanism == "LOGIN") {
    exchange_.set(GSASL_SERVICE, std::string(service));
    exchange_.set(GSASL_HOSTNAME, std::string(host));
    exchange_.set(GSASL_SCRAM_ITER, kScramIterations);
  }

  Outcome step(std::string_view response) override {
    if (over_ || response.size() > kMessageLimit) return finish(Step::Failed);
    if (!login_ && !prompted_ && response.empty()) return finish(Step::Failed);  // the first is never empty
    if (signature_sent_) return finish(response.empty() ? Step::Done : Step::Failed);
    skip_user_prompt(response);
    Outcome outcome;
    const int result = exchange_.step(response, outcome.message);
    if (result == GSASL_NEEDS_MORE) {
      outcome.step = Step::Continue;
      return outcome;
    }
    if (result != GSASL_OK || !authorized()) return finish(Step::Failed);
    if (outcome.message.empty()) return finish(Step::Done);
    signature_sent_ = true;
    outcome.step = Step::Continue;
    return outcome;
  }

  [[nodiscard]] bool client_first() const override { return !login_; }
  [[nodiscard]] std::string user() const override { return user_; }

 private:
  Outcome finish(Step step) {
    over_ = true;
    if (step == Step::Done) user_ = exchange_.get(GSASL_AUTHID);
    return {step, {}};
  }

  // LOGIN with an initial response: the answer to a question that was not asked.
  void skip_user_prompt(std::string_view response) {
    if (login_ && !prompted_ && !response.empty()) {
      std::string prompt;
      (void)exchange_.step({}, prompt);
    }
    prompted_ = true;
  }

  [[nodiscard]] bool authorized() const {
    const std::string authorization = exchange_.get(GSASL_AUTHZID);
    return authorization.empty() || authorization == exchange_.get(GSASL_AUTHID);
  }

  static int answer(Gsasl* context, Gsasl_session* session, Gsasl_property property) {
    if (property != GSASL_PASSWORD) return GSASL_NO_CALLBACK;
    const auto* const self = static_cast<const GnuServer*>(gsasl_callback_hook_get(context));
    const char* const user = gsasl_property_fast(session, GSASL_AUTHID);
    const std::optional<std::string> password =
        user == nullptr ? std::nullopt : self->password_of_(std::string_view(user));
    if (!password) return GSASL_NO_PASSWORD;
    return gsasl_property_set(session, GSASL_PASSWORD, password->c_str());
  }

  PasswordOf password_of_;
  Exchange exchange_;
  std::string user_;
  bool login_;
  bool prompted_ = false;
  bool signature_sent_ = false;
  bool over_ = false;
};

}  // namespace

std::unique_ptr<Server> make_server(std::string_view mechanism, std::string_view service,
                                    std::string_view host, PasswordOf password_of) {
  const std::optional<std::string> name = known_mechanism(mechanism);
  if (!name) return nullptr;
  return std::make_unique<GnuServer>(*name, service, host, std::move(password_of));
}

}  // namespace mailrig::sasl
