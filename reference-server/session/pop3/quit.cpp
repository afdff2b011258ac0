// QUIT (RFC 1939 4 and 6): from TRANSACTION it goes through the UPDATE state.
#include "reference-server/session/pop3/replies.hpp"
#include "reference-server/session/pop3/verbs.hpp"

namespace mailrig::server::pop3d {

Effect quit(Connection& connection, const pop3::Command& command, std::string& out) {
  (void)command;
  if (connection.state == State::Transaction) {
    connection.state = State::Update;
    // RFC 2449 6.7: with EXPIRE 0, nothing that was read is left.
    if (connection.offers(Cap::PopExpire) && connection.world.pop3.expire_days == 0U)
      connection.maildrop.mark_retrieved();
    if (connection.broken(kRetrDeletes)) connection.maildrop.mark_retrieved();
    if (!connection.broken(kDeleForgotten)) connection.maildrop.update();
    if (connection.counted && connection.broken(kLockKept)) connection.maildrop.keep_lock();
    connection.maildrop.release();
  }
  ok(connection, out, "goodbye");
  if (connection.broken(kQuitStays)) return Effect::None;
  return Effect::Close;
}

}  // namespace mailrig::server::pop3d
