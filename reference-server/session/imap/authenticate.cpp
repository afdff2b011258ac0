#include "reference-server/session/imap/authenticate.hpp"

#include <utility>

#include "harness/wire/ascii.hpp"
#include "reference-server/session/imap/login.hpp"
#include "reference-server/session/imap/verbs.hpp"

namespace mailrig::server::imapd {
namespace {

// Mechanisms that show the password to who listens.
bool plain(std::string_view mechanism) {
  return wire::iequals(mechanism, "PLAIN") || wire::iequals(mechanism, "LOGIN");
}

sasl::PasswordOf passwords_of(const Accounts& accounts) {
  return [&accounts](std::string_view user) -> std::optional<std::string> {
    const Account* account = accounts.find(user);
    if (account == nullptr) return std::nullopt;
    return account->password;
  };
}

}  // namespace

std::optional<Completion> Authenticate::begin(Connection& connection, const imap::Command& command,
                                              Replies& replies) {
  const imap::AuthenticateCommand& asked = command.authenticate;
  tag_.assign(command.tag);
  done_ = false;
  if (plain(asked.mechanism) && !connection.plain_login()) return no("PRIVACYREQUIRED", "not without TLS");
  server_ = sasl::make_server(asked.mechanism, "imap", connection.world.host,
                              passwords_of(*connection.world.accounts));
  if (!server_) return no("CANNOT", "no such mechanism");
  if (!asked.initial_response || connection.broken(kAuthenticateInitialResponseIgnored)) {
    if (!server_->client_first()) return answer(connection, {}, replies);
    replies.go_on({});
    return std::nullopt;
  }
  if (!server_->client_first()) return bad("this mechanism has no initial response");
  if (*asked.initial_response == "=") return answer(connection, {}, replies);
  return step(connection, *asked.initial_response, replies);
}

std::optional<Completion> Authenticate::step(Connection& connection, std::string_view line,
                                             Replies& replies) {
  if (line == "*") {
    if (connection.broken(kAuthenticateCancelOk)) return ok("cancelled");
    return bad("cancelled");
  }
  const std::optional<std::string> response = sasl::unbase64(line);
  if (!response) return bad("that is not base64");
  return answer(connection, *response, replies);
}

std::optional<Completion> Authenticate::answer(Connection& connection, std::string_view response,
                                               Replies& replies) {
  if (done_) return response.empty() ? finish(connection, replies) : bad("nothing was asked");
  const sasl::Outcome outcome = server_->step(response);
  if (outcome.step == sasl::Step::Failed) return login_failed(connection, replies);
  done_ = outcome.step == sasl::Step::Done;
  // RFC 4422 3.6: IMAP has no field for data that come with success; they are one more challenge.
  if (done_ && outcome.message.empty()) return finish(connection, replies);
  replies.go_on(sasl::base64(outcome.message));
  return std::nullopt;
}

Completion Authenticate::finish(Connection& connection, Replies& replies) {
  const Account* account = connection.world.accounts->find(server_->user());
  server_.reset();
  return account == nullptr ? login_failed(connection, replies) : logged_in(connection, *account);
}

}  // namespace mailrig::server::imapd
