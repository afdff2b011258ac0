// What PASS and AUTH share: the end of the AUTHORIZATION state (RFC 1939 4), and its failures with the
// codes of RFC 2449 8.1.2 and RFC 3206 5.
#include "harness/sasl/secret.hpp"
#include "harness/wire/utf8.hpp"
#include "reference-server/session/pop3/replies.hpp"
#include "reference-server/session/pop3/verbs.hpp"

namespace mailrig::server::pop3d {

namespace {

// RFC 2449 6.5: counted from the last login of that account.
bool too_soon(const Connection& connection, const Account& account) {
  const World& world = connection.world;
  const auto last = world.pop3_logins.find(&account);
  if (world.pop3.login_delay.count() == 0 || !connection.offers(Cap::PopLoginDelay) || !world.unix_time ||
      last == world.pop3_logins.end())
    return false;
  return world.unix_time() - last->second < world.pop3.login_delay.count() &&
         !connection.broken(kLoginDelayIgnored);
}

void note_login(World& world, const Account& account) {
  if (world.pop3.login_delay.count() > 0 && world.unix_time) world.pop3_logins[&account] = world.unix_time();
}

}  // namespace

const Account* named_account(const Connection& connection, std::string_view name) {
  if (wire::is_ascii(name)) return connection.world.accounts->find(name);
  const auto prepared = sasl::prepared(name, sasl::Prepare::Query);
  return prepared ? connection.world.accounts->find(*prepared) : nullptr;
}

bool is_password(const Account& account, std::string_view password) {
  if (account.password == password)
    return wire::is_ascii(password) || sasl::prepared(password, sasl::Prepare::Query);
  if (wire::is_ascii(password) && wire::is_ascii(account.password)) return false;
  const auto said = sasl::prepared(password, sasl::Prepare::Query);
  return said && said == sasl::prepared(account.password, sasl::Prepare::Stored);
}

Effect enter(Connection& connection, const Account& account, std::string& out) {
  connection.user.clear();
  if (too_soon(connection, account)) return err(connection, out, "logged in too recently", "LOGIN-DELAY");
  const bool share = connection.broken(kLockNone);
  if (!connection.maildrop.open(*connection.world.store, account, share)) {
    const bool code = !connection.broken(kPassInUseNoCode);
    return err(connection, out, "maildrop is locked by another session", code ? "IN-USE" : "");
  }
  connection.account = &account;
  connection.state = State::Transaction;
  connection.failures = 0;
  note_login(connection.world, account);
  return ok(connection, out, summary(connection));
}

Effect deny(Connection& connection, std::string& out) {
  if (!connection.broken(kPassAgain)) connection.user.clear();
  err(connection, out, "wrong user name or password", connection.broken(kPassNoAuthCode) ? "" : "AUTH");
  return ++connection.failures < connection.world.limits.failed_logins ? Effect::None : Effect::Close;
}

}  // namespace mailrig::server::pop3d
