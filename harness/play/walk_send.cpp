// Steps that act: sends, the end of a connection, reading.
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
  if (render(send.bytes, bindings(), to.out, why)) {
    bindings().sent(step().client, send.verb);
    return true;
  }
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
  if (!slowly.on) return act(Do::What::ResumeReading);
  Do todo = act(slowly.octets == 0 ? Do::What::PauseReading : Do::What::PaceReading);
  todo.octets = slowly.octets;
  todo.every = slowly.every;
  return todo;
}

}  // namespace mailrig::play
