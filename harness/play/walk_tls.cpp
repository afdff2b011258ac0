// Connections, TLS handshakes, those that must succeed and those that must not, and compression.
#include "harness/play/walk.hpp"

namespace mailrig::play {

using scenario::Handshake;

std::optional<Do> Walker::turn(const scenario::Connect& connect, Time now) {
  if (begins(now, {})) {
    peer().connecting();
    bindings().leave_mailbox(step().client);
    return handshake(Do::What::Connect, connect.tls);
  }
  if (peer().state() == Peer::State::Connecting && now < deadline_) return wait(deadline_);
  if (peer().state() == Peer::State::Open) return shaken(connect.tls);
  if (connect.tls.judged && answered_connect()) return not_shaken(connect.tls, now);
  no_connection(now);
  return {};
}

void Walker::no_connection(Time now) {
  const bool ended = peer().state() == Peer::State::Closed;
  if (ended && peer().ended() == Ended::NoSockets) return judge().fault("a connection", how_it_ended());
  board_->lost = true;
  judge().lose("a connection", ended ? how_it_ended() : time_is_up(now));
}

void Walker::no_tls(Time now) {
  const bool ended = peer().state() == Peer::State::Closed;
  board_->lost = ended;
  judge().stop(ended ? Mismatch::Closed : Mismatch::Late, "a TLS handshake",
               ended ? how_it_ended() : time_is_up(now));
}

std::optional<Do> Walker::turn(const scenario::StartTls& tls, Time now) {
  if (begins(now, {})) {
    if (tls.tls.outcome == Handshake::Outcome::OrClosed && server_ended()) return end_dialogue();
    if (peer().state() != Peer::State::Open) {
      no_tls(now);
      return {};
    }
    peer().securing();
    return handshake(Do::What::StartTls, tls.tls);
  }
  if (peer().state() == Peer::State::Open) return shaken(tls.tls);
  if (peer().state() == Peer::State::Securing && now < deadline_) return wait(deadline_);
  return not_shaken(tls.tls, now);
}

std::optional<Do> Walker::turn(const scenario::Compress&, Time now) {
  if (!begins(now, {})) return {};
  if (peer().state() != Peer::State::Open) {
    board_->lost = true;
    judge().stop(Mismatch::Closed, "a connection to compress", how_it_ended());
    return {};
  }
  Do todo = act(Do::What::Compress);
  todo.bytes = peer().compressing();
  return todo;
}

Do Walker::handshake(Do::What what, const Handshake& tls) const {
  Do todo = act(what);
  todo.tls = tls.choice;
  return todo;
}

// The handshake has succeeded.
std::optional<Do> Walker::shaken(const Handshake& tls) {
  const bool held = tls.outcome != Handshake::Outcome::Refused;
  if (tls.judged) {
    judge().state(tls.rule, held ? Mismatch::None : Mismatch::Unwanted, tls.source, {},
                  held ? "" : "the TLS handshake succeeded");
  }
  return {};
}

// It has not.
std::optional<Do> Walker::not_shaken(const Handshake& tls, Time now) {
  if (tls.outcome == Handshake::Outcome::OrClosed && server_ended()) return end_dialogue();
  const bool ended = peer().state() == Peer::State::Closed;
  const std::string how = ended ? how_it_ended() : time_is_up(now);
  if (tls.outcome == Handshake::Outcome::Refused) {
    const bool held = peer().ended_as(tls.refusal) && peer().ended() != Ended::Local;
    judge().state(tls.rule,
                  held    ? Mismatch::None
                  : ended ? Mismatch::Differs
                          : Mismatch::Open,
                  tls.source, {}, held ? std::string() : how);
    return {};
  }
  if (!tls.judged) {
    no_tls(now);
    return {};
  }
  judge().state(tls.rule, ended ? Mismatch::Closed : Mismatch::Late, tls.source, {}, how);
  return judge().failed() ? std::nullopt : end_dialogue();
}

// There was a connection, whatever became of its TLS.
bool Walker::answered_connect() {
  return server_ended() || (peer().state() == Peer::State::Closed && peer().ended() == Ended::TlsFailed);
}

bool Walker::server_ended() {
  const Ended how = peer().ended();
  return peer().state() == Peer::State::Closed &&
         (how == Ended::Fin || how == Ended::Reset || how == Ended::TlsAlert);
}

}  // namespace mailrig::play
