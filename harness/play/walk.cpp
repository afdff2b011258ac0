#include "harness/play/walk.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "harness/play/render.hpp"
#include "harness/wire/ascii.hpp"
#include "harness/wire/visible.hpp"

namespace mailrig::play {

using std::chrono::milliseconds;

void Walker::begin(std::size_t from, std::size_t to) {
  at_ = from;
  end_ = to;
  waiting_ = Waiting::Begin;
}

std::optional<Do> Walker::next(Time now) {
  while (at_ < end_ && !judge().failed()) {
    judge().at(step());
    std::optional<Do> todo = std::visit([&](const auto& action) { return turn(action, now); }, step().action);
    if (todo) return todo;
    if (judge().failed()) break;
    ++at_;
    waiting_ = Waiting::Begin;
  }
  return std::nullopt;
}

bool Walker::begins(Time now, milliseconds within) {
  if (waiting_ == Waiting::Going) return false;
  waiting_ = Waiting::Going;
  began_ = now;
  deadline_ = now + (within.count() > 0 ? within : board_->limits.reply);
  return true;
}

std::string Walker::time_is_up(Time now) const {
  return fmt::format("nothing that fits came within {} ms",
                     std::chrono::duration_cast<milliseconds>(now - began_).count());
}

std::string Walker::how_it_ended() {
  static constexpr std::string_view kHow[] = {"FIN",
                                              "RST",
                                              "a TLS alert",
                                              "a failed TLS handshake",
                                              "refusal",
                                              "no way there",
                                              "no answer in time",
                                              "too much unread",
                                              "our own close",
                                              "no socket left to us",
                                              "what is no raw DEFLATE stream (RFC 4978 3)"};
  std::string text =
      fmt::format("the connection ended with {}", kHow[static_cast<std::size_t>(peer().ended())]);
  if (!peer().detail().empty()) text += ": " + peer().detail();
  return text;
}

void Walker::give_up(NoMore reason, const std::string& why) {
  if (reason == NoMore::Closed) board_->lost = true;
  judge().nothing_more(reason);
  peer().give_up(reason, why, bindings(), judge());
  judge().nothing_more({});
}

// A template could not be rendered: whose doing is that?
void Walker::no_value(const scenario::Template& source, std::string_view wanted, std::string why) {
  if (!complete(source, bindings())) return judge().lack(wanted, std::move(why));
  for (const scenario::Piece& piece : source.pieces) {
    if (piece.kind == scenario::Piece::Kind::Text) continue;
    const MessageNumbers::State state = bindings().number_state(piece.slot);
    if (state != MessageNumbers::State::Here) return no_number(piece.slot, state, wanted, std::move(why));
  }
  const bool ours = std::any_of(source.pieces.begin(), source.pieces.end(), [this](const auto& piece) {
    return piece.kind == scenario::Piece::Kind::Plus && board_->program.slots[piece.slot].given;
  });
  if (ours) return judge().fault(wanted, std::move(why));
  judge().stop(Mismatch::Differs, wanted, std::move(why));
}

// A message that the scenario still needs went, and nothing that was sent made it go: that is the server's
// doing. After an EXPUNGE, MOVE or CLOSE of ours the scenario should have known.
void Walker::no_number(SlotIndex slot, MessageNumbers::State state, std::string_view wanted,
                       std::string why) {
  if (state != MessageNumbers::State::Gone) return judge().fault(wanted, std::move(why));
  if (!bindings().expunge_was_asked(slot)) {
    why += ", and this scenario had sent nothing that expunges";
    return judge().stop(Mismatch::Missing, wanted, std::move(why));
  }
  why += "; what is expunged can't be spoken of, and this scenario has sent what expunges";
  judge().fault(wanted, std::move(why));
}

namespace {

// What may stand between the answers to pipelined commands.
bool goes_between_answers(const scenario::Action& action) {
  return std::holds_alternative<scenario::Pause>(action) || std::holds_alternative<scenario::Set>(action) ||
         std::holds_alternative<scenario::Check>(action) ||
         std::holds_alternative<scenario::Branch>(action) || std::holds_alternative<scenario::Jump>(action) ||
         std::holds_alternative<scenario::ExpectSilence>(action) ||
         std::holds_alternative<scenario::ExpectOpen>(action) ||
         std::holds_alternative<scenario::ReadSlowly>(action);
}

bool answers_a_command(const scenario::Expectation& expectation) {
  const auto* pattern =
      expectation.any_of.empty() ? nullptr : std::get_if<scenario::ImapPattern>(&expectation.any_of.front());
  return pattern != nullptr && !expectation.absent && pattern->kind == scenario::ImapPattern::Kind::Tagged &&
         pattern->tag.empty();
}

}  // namespace

// S: lines without a tag of their own, before the client sends again: the last of them is about the
// last command, the one before it about the command before that. Of an 'if' ahead, the first branch counts.
std::size_t Walker::groups_ahead() const {
  std::size_t count = 0;
  for (std::size_t i = at_ + 1; i < end_; ++i) {
    const scenario::Step& ahead = (*board_->steps)[i];
    if (const auto* jump = std::get_if<scenario::Jump>(&ahead.action)) i = jump->to - 1;
    if (ahead.client != step().client) continue;
    if (goes_between_answers(ahead.action)) continue;
    const auto* expect = std::get_if<scenario::Expect>(&ahead.action);
    if (expect == nullptr) return count;
    for (const scenario::Expectation& expectation : expect->expectations) {
      if (answers_a_command(expectation)) ++count;
    }
  }
  return count;
}

std::optional<Do> Walker::turn(const scenario::Expect& expect, Time now) {
  if (begins(now, expect.within)) {
    const bool imap =
        scenario::protocol_of(board_->program.clients[step().client].service) == scenario::Protocol::Imap;
    peer().expect(expect, imap ? groups_ahead() : 0, bindings(), judge());
  }
  if (peer().met()) {
    if (expect.not_before.count() == 0 || now >= began_ + expect.not_before || judge().failed()) return {};
    judge().state(expect.expectations.front().rule, Mismatch::Early, expect.expectations.front().source, {},
                  fmt::format("it came before {} ms had passed", expect.not_before.count()));
    return {};
  }
  if (peer().state() == Peer::State::Closed) {
    give_up(NoMore::Closed, how_it_ended());
    return {};
  }
  if (now >= deadline_) {
    give_up(NoMore::Deadline, time_is_up(now));
    return {};
  }
  return wait(deadline_);
}

std::optional<Do> Walker::turn(const scenario::Pause& pause, Time now) {
  (void)begins(now, pause.time);
  if (pause.time.count() == 0 || now >= deadline_) return {};
  return wait(deadline_);
}

std::optional<Do> Walker::turn(const scenario::ExpectSilence& silence, Time now) {
  (void)begins(now, silence.time);
  const std::string_view came = peer().unjudged();
  if (!came.empty()) {
    judge().state(silence.rule, Mismatch::Unwanted, silence.source, came, "something came");
    return {};
  }
  if (now < deadline_ && peer().state() != Peer::State::Closed) return wait(deadline_);
  judge().state(silence.rule, Mismatch::None, {}, {}, {});
  return {};
}

std::optional<Do> Walker::turn(const scenario::ExpectClosed& closed, Time now) {
  (void)begins(now, closed.within);
  if (peer().state() != Peer::State::Closed) {
    if (now < deadline_) return wait(deadline_);
    judge().state(closed.rule, Mismatch::Open, closed.source, peer().unjudged(),
                  "the connection is still open");
    return {};
  }
  const bool held = peer().ended_as(closed.how);
  judge().state(closed.rule, held ? Mismatch::None : Mismatch::Differs, closed.source, {},
                held ? std::string() : how_it_ended());
  return {};
}

std::optional<Do> Walker::turn(const scenario::Set& set, Time) {
  board_->scratch.clear();
  std::string why;
  if (render(set.value, bindings(), board_->scratch, why)) {
    if (bindings().is_number(set.slot) && wire::to_number(board_->scratch).value_or(0) == 0) {
      judge().stop(Mismatch::Differs,
                   "a message number for ${" + std::string(bindings().name(set.slot)) + "}",
                   "there is \"" + wire::visible(board_->scratch, kShownValue) + "\"");
      return {};
    }
    bindings().set(set.slot, board_->scratch);
  } else {
    no_value(set.value, "a value for ${" + std::string(bindings().name(set.slot)) + "}", std::move(why));
  }
  return {};
}

}  // namespace mailrig::play
