// What PASS and AUTH share: the end of the AUTHORIZATION state (RFC 1939 4), and its failures with the
// codes of RFC 2449 8.1.2 and RFC 3206 5.
#include "reference-server/session/pop3/replies.hpp"
#include "reference-server/session/pop3/verbs.hpp"

namespace mailrig::server::pop3d {

Effect enter(Connection& connection, const Account& account, std::string& out) {
  connection.user.clear();
  const bool share = connection.broken(kLockNone);
  if (!connection.maildrop.open(*connection.world.store, account, share)) {
    const bool code = !connection.broken(kPassInUseNoCode);
    return err(connection, out, "maildrop is locked by another session", code ? "IN-USE" : "");
  }
  connection.account = &account;
  connection.state = State::Transaction;
  connection.failures = 0;
  connection.scratch.clear();
  append_summary(connection.scratch, connection.maildrop);
  return ok(connection, out, connection.scratch);
}

Effect deny(Connection& connection, std::string& out) {
  if (!connection.broken(kPassAgain)) connection.user.clear();
  err(connection, out, "wrong user name or password", connection.broken(kPassNoAuthCode) ? "" : "AUTH");
  return ++connection.failures < connection.world.limits.failed_logins ? Effect::None : Effect::Close;
}

}  // namespace mailrig::server::pop3d
