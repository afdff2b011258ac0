// AUTH mechanism [initial-response] (RFC 5034 4).
#include <optional>

#include "harness/wire/cursor.hpp"
#include "reference-server/session/login.hpp"
#include "reference-server/session/pop3/replies.hpp"
#include "reference-server/session/pop3/verbs.hpp"

namespace mailrig::server::pop3d {

namespace {

Effect refuse(Connection& connection, std::string& out, std::string_view text) {
  connection.sasl.reset();
  return err(connection, out, text);
}

void append_challenge(Connection& connection, std::string_view message, std::string& out) {
  if (message.empty() && connection.broken(kAuthChallengeNoSpace)) {
    out += "+\r\n";
  } else if (message.empty() && connection.broken(kAuthChallengeText)) {
    out += "+ go ahead\r\n";
  } else {
    out += "+ ";
    out += sasl::base64(message);
    out += "\r\n";
  }
}

Effect finish(Connection& connection, std::string& out) {
  const Account* account = connection.world.accounts->find(connection.sasl->user());
  connection.sasl.reset();
  return account == nullptr ? deny(connection, out) : enter(connection, *account, out);
}

Effect step(Connection& connection, std::string_view response, std::string& out) {
  const sasl::Outcome outcome = connection.sasl->step(response);
  switch (outcome.step) {
    case sasl::Step::Continue:
      append_challenge(connection, outcome.message, out);
      return Effect::None;
    case sasl::Step::Done:
      if (outcome.message.empty()) return finish(connection, out);
      // +OK carries no data: the last message goes out as a challenge of its own.
      connection.sasl_done = true;
      append_challenge(connection, outcome.message, out);
      return Effect::None;
    case sasl::Step::Failed:
      break;
  }
  connection.sasl.reset();
  return deny(connection, out);
}

std::optional<std::string> decode(Connection& connection, std::string_view text) {
  return sasl::unbase64(connection.broken(kAuthBadBase64Ignored) ? base64_alone(text) : std::string(text));
}

LoginFacts facts(const Connection& connection) {
  return {connection.world, connection.secure, connection.peer.channel};
}

Effect begin(Connection& connection, const pop3::Command& command, std::string& out) {
  const bool sent = has_initial_response(connection.world, command.initial_response);
  if (!sent || connection.broken(kAuthInitialResponseIgnored)) {
    if (!connection.sasl->client_first()) return step(connection, {}, out);
    append_challenge(connection, {}, out);
    return Effect::None;
  }
  if (refuses_initial_response(connection.world, *connection.sasl))
    return refuse(connection, out, "this mechanism begins with the server");
  if (*command.initial_response == "=" || !connection.sasl->takes_initial_response())
    return step(connection, {}, out);
  const std::optional<std::string> response = decode(connection, *command.initial_response);
  return response ? step(connection, *response, out) : refuse(connection, out, "base64 expected");
}

}  // namespace

std::vector<std::string_view> offered(const Connection& connection) {
  return offered_mechanisms(facts(connection));
}

Effect auth(Connection& connection, const pop3::Command& command, std::string& out) {
  if (needs_tls(facts(connection), command.argument)) return err(connection, out, "this mechanism needs TLS");
  connection.sasl = begin_login(facts(connection), command.argument, "pop");
  connection.sasl_done = false;
  if (!connection.sasl) {
    return connection.broken(kAuthUnknownOk) ? ok(connection, out)
                                             : err(connection, out, "no such mechanism");
  }
  return begin(connection, command, out);
}

Effect auth_line(Connection& connection, std::string_view line, std::string& out) {
  line = wire::without_line_end(line);
  if (line == "*" && connection.broken(kAuthCancelIgnored)) {
    append_challenge(connection, {}, out);
    return Effect::None;
  }
  if (line == "*") {
    connection.sasl.reset();
    return connection.broken(kAuthCancelOk) ? ok(connection, out, "cancelled")
                                            : err(connection, out, "cancelled");
  }
  const std::optional<std::string> response = decode(connection, line);
  if (!response) return refuse(connection, out, "base64 expected");
  if (!connection.sasl_done) return step(connection, *response, out);
  return response->empty() ? finish(connection, out)
                           : refuse(connection, out, "an empty response was expected");
}

}  // namespace mailrig::server::pop3d
