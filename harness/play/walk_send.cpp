// Steps that act: sends, connections, TLS, SASL.
#include <algorithm>

#include "harness/play/render.hpp"
#include "harness/play/walk.hpp"

namespace mailrig::play {
namespace {

bool is_secret(const scenario::Template& bytes) {
  return bytes.secret;
}

}  // namespace

std::string Walker::new_tag() {
  std::string tag = Peer::tag_text(++board_->tags);
  if (board_->tag_slot) bindings().set(*board_->tag_slot, tag);
  peer().tagged(board_->tags);
  return tag;
}

// Renders behind what is kept back. False: nothing can be sent.
bool Walker::prepare(const scenario::Send& send, Time) {
  Peer& to = peer();
  if (to.written) {
    to.out.clear();
    to.written = false;
  }
  base_ = to.out.size();
  cut_ = 0;
  cut_from_ = 0;
  if (send.tagged) (void)new_tag();
  std::string why;
  if (render(send.bytes, bindings(), to.out, why)) return true;
  no_value(send.bytes, "a value for each variable of the line", std::move(why));
  return false;
}

// The pieces of a send: each but the last ends at a cut.
std::optional<Do> Walker::write_piece(const scenario::Send& send, Time now) {
  Peer& to = peer();
  std::size_t end = to.out.size();
  if (cut_ < send.cuts.size()) end = std::min<std::size_t>(end, base_ + send.cuts[cut_]);
  ++cut_;
  const std::string_view piece =
      std::string_view(to.out).substr(cut_from_, std::max(end, cut_from_) - cut_from_);
  const std::size_t fresh = std::max(cut_from_, base_);  // what "more" kept back was told already
  to.sent(std::string_view(to.out).substr(fresh, std::max(end, fresh) - fresh), send.verb, now);
  cut_from_ = std::max(end, cut_from_);
  deadline_ = now + send.cut_pause;
  return write(piece, is_secret(send.bytes));
}

std::optional<Do> Walker::turn(const scenario::Send& send, Time now) {
  Peer& to = peer();
  if (begins(now, send.cut_pause)) {
    if (to.state() != Peer::State::Open || !prepare(send, now)) return {};
    if (send.more) {
      to.sent(std::string_view(to.out).substr(base_), send.verb, now);
      return {};
    }
    return write_piece(send, now);
  }
  if (cut_from_ >= to.out.size() || to.state() != Peer::State::Open) {
    to.written = true;
    return {};
  }
  if (now < deadline_) return wait(deadline_);
  return write_piece(send, now);
}

std::optional<Do> Walker::turn(const scenario::Connect&, Time now) {
  if (begins(now, {})) {
    peer().connecting();
    return act(Do::What::Connect);
  }
  if (peer().state() == Peer::State::Open) return {};
  if (peer().state() == Peer::State::Connecting && now < deadline_) return wait(deadline_);
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
    if (tls.or_closed && server_ended()) return end_dialogue();
    if (peer().state() != Peer::State::Open) {
      no_tls(now);
      return {};
    }
    peer().securing();
    return act(Do::What::StartTls);
  }
  if (peer().state() == Peer::State::Open) return {};
  if (peer().state() == Peer::State::Securing && now < deadline_) return wait(deadline_);
  if (tls.or_closed && server_ended()) return end_dialogue();
  no_tls(now);
  return {};
}

bool Walker::server_ended() {
  const Ended how = peer().ended();
  return peer().state() == Peer::State::Closed &&
         (how == Ended::Fin || how == Ended::Reset || how == Ended::TlsAlert);
}

// Where the dialogue has nothing more to ask.
std::optional<Do> Walker::end_dialogue() {
  at_ = end_ - 1;
  board_->over = true;
  return {};
}

std::optional<Do> Walker::end_ours(Do::What what, Time now) {
  if (!begins(now, {}) || peer().state() == Peer::State::Closed) return {};
  peer().ours_closes();
  return act(what);
}

std::optional<Do> Walker::turn(const scenario::Close&, Time now) {
  return end_ours(Do::What::Close, now);
}
std::optional<Do> Walker::turn(const scenario::Reset&, Time now) {
  return end_ours(Do::What::Reset, now);
}
std::optional<Do> Walker::turn(const scenario::HalfClose&, Time now) {
  return end_ours(Do::What::HalfClose, now);
}

std::optional<Do> Walker::turn(const scenario::ReadSlowly& slowly, Time now) {
  if (!begins(now, {}) || peer().state() == Peer::State::Closed) return {};
  return act(slowly.on ? Do::What::PauseReading : Do::What::ResumeReading);
}

// ${user} and ${password} are those of account 1; the others' names end in ".2" and so on.
std::string_view Walker::account_value(std::string_view name) const {
  const std::uint32_t account = board_->program.clients[step().client].account;
  std::optional<SlotIndex> slot = account == 1 ? board_->program.find_slot(name) : std::nullopt;
  if (!slot) slot = board_->program.find_slot(std::string(name) + '.' + std::to_string(account));
  return slot ? std::string_view(board_->bindings.value(*slot)) : std::string_view{};
}

sasl::Credentials Walker::credentials(const scenario::Authenticate& step) const {
  sasl::Credentials credentials;
  credentials.user = account_value("user");
  credentials.password = account_value("password");
  if (step.wrong) credentials.password += "-wrong";
  return credentials;
}

std::optional<Do> Walker::begin_sasl(const scenario::Authenticate& step, Time now) {
  Peer& to = peer();
  const scenario::Protocol protocol =
      scenario::protocol_of(board_->program.clients[this->step().client].service);
  to.out.clear();
  to.written = true;
  const std::string tag = protocol == scenario::Protocol::Imap ? new_tag() : std::string{};
  if (!sasl_.begin(step, protocol, tag, credentials(step), to.out)) {
    judge().fault("a SASL mechanism that is known here", "there is none called " + step.mechanism);
    return {};
  }
  to.sent(to.out, protocol == scenario::Protocol::Imap ? "AUTHENTICATE" : "AUTH", now);
  return write(to.out, true, true);
}

std::optional<Do> Walker::turn(const scenario::Authenticate& authenticate, Time now) {
  Peer& to = peer();
  if (begins(now, {})) {
    if (to.state() != Peer::State::Open) return {};
    return begin_sasl(authenticate, now);
  }
  if (to.take_challenge(board_->scratch)) {
    to.out.clear();
    sasl_.answer(board_->scratch, to.out);
    to.sent(to.out, {}, now);
    return write(to.out, true, true);
  }
  if (to.has_unit() || to.state() != Peer::State::Open || now >= deadline_) return {};
  return wait(deadline_);
}

}  // namespace mailrig::play
