#include "reference-server/session/imap/authenticate.hpp"

#include <utility>

#include "reference-server/session/imap/login.hpp"
#include "reference-server/session/imap/verbs.hpp"
#include "reference-server/session/login.hpp"

namespace mailrig::server::imapd {
namespace {

LoginFacts facts(const Connection& connection) {
  return {connection.world, connection.secure, connection.channel};
}

}  // namespace

std::optional<Completion> Authenticate::begin(Connection& connection, const imap::Command& command,
                                              Replies& replies) {
  const imap::AuthenticateCommand& asked = command.authenticate;
  tag_.assign(command.tag);
  done_ = false;
  if (needs_tls(facts(connection), asked.mechanism)) return no("PRIVACYREQUIRED", "not without TLS");
  server_ =
      connection.offers(Cap::ImapAuth) ? begin_login(facts(connection), asked.mechanism, "imap") : nullptr;
  if (!server_) return no("CANNOT", "no such mechanism");
  const bool sent = has_initial_response(connection.world, asked.initial_response);
  if (!sent || connection.broken(kAuthenticateInitialResponseIgnored)) {
    if (!server_->client_first()) return answer(connection, {}, replies);
    replies.go_on({});
    return std::nullopt;
  }
  if (refuses_initial_response(connection.world, *server_))
    return bad("this mechanism has no initial response");
  if (*asked.initial_response == "=" || !server_->takes_initial_response())
    return answer(connection, {}, replies);
  return step(connection, *asked.initial_response, replies);
}

std::optional<Completion> Authenticate::step(Connection& connection, std::string_view line,
                                             Replies& replies) {
  if (line == "*") {
    if (connection.broken(kAuthenticateCancelOk)) return ok("cancelled");
    if (connection.broken(kAuthenticateCancelIgnored)) {
      replies.go_on({});
      return std::nullopt;
    }
    return bad("cancelled");
  }
  const bool skip = connection.broken(kAuthenticateBadBase64Ignored);
  const std::optional<std::string> response = sasl::unbase64(skip ? base64_alone(line) : std::string(line));
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
