#include "reference-server/session/imap/login.hpp"

#include "reference-server/session/imap/verbs.hpp"

namespace mailrig::server::imapd {

Completion logged_in(Connection& connection, const Account& account) {
  connection.account = &account;
  connection.selected.reset();
  connection.code = "CAPABILITY ";
  append_capabilities(connection.code, connection);
  return ok("logged in", connection.code);
}

Completion login_failed(Connection& connection, Replies& replies) {
  Completion done = no("AUTHENTICATIONFAILED", "wrong user or password");
  if (++connection.failed_logins >= connection.world.limits.failed_logins) {
    replies.status("BYE", {}, "too many wrong passwords");
    done.effect = Effect::Close;
  }
  return done;
}

// RFC 3501 6.2.3.
Completion login(Connection& connection, const imap::Command& command, Replies& replies) {
  if (!connection.plain_login() && !connection.broken(kCapabilityLoginWhenDisabled)) {
    return no("PRIVACYREQUIRED", "not without TLS");
  }
  const Account* account = connection.world.accounts->find(command.login.user);
  if (account == nullptr) return login_failed(connection, replies);
  if (account->password != command.login.password && !connection.broken(kLoginAnyPassword)) {
    return login_failed(connection, replies);
  }
  return logged_in(connection, *account);
}

}  // namespace mailrig::server::imapd
