// PASS string (RFC 1939 7), right behind a USER that was taken.
#include "reference-server/session/pop3/replies.hpp"
#include "reference-server/session/pop3/verbs.hpp"

namespace mailrig::server::pop3d {

namespace {

bool in_use(Store& store, const Account& account) {
  if (!store.lock_maildrop(account)) return true;
  store.unlock_maildrop(account);
  return false;
}

// The password is right, or is not looked at.
bool taken(const Connection& connection, const Account& account, std::string_view password) {
  if (is_password(account, password) || connection.broken(kPassAnyPassword)) return true;
  return connection.broken(kPassInUseFirst) && in_use(*connection.world.store, account);
}

}  // namespace

Effect pass(Connection& connection, const pop3::Command& command, std::string& out) {
  if (connection.user.empty()) {
    return connection.broken(kPassWithoutUser) ? ok(connection, out)
                                               : err(connection, out, "send USER first");
  }
  const Account* account = named_account(connection, connection.user);
  if (account == nullptr) return deny(connection, out);
  return taken(connection, *account, command.argument) ? enter(connection, *account, out)
                                                       : deny(connection, out);
}

}  // namespace mailrig::server::pop3d
