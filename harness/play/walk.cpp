#include "harness/play/walk.hpp"

#include <fmt/format.h>

#include "harness/play/render.hpp"

namespace mailrig::play {

using scenario::Phase;
using std::chrono::milliseconds;

Player::Impl::Impl(const scenario::Program& program, std::vector<std::string> given, const Limits& limits,
                   Observer& observer)
    : program_(program),
      limits_(limits),
      bindings_(program, std::move(given)),
      judge_(observer),
      more_(program.clients.size(), false),
      tag_slot_(program.find_slot("tag")) {
  peers_.reserve(program.clients.size());
  for (const scenario::Client& client : program.clients) {
    peers_.emplace_back(static_cast<ClientIndex>(peers_.size()), scenario::protocol_of(client.service),
                        limits_);
  }
}

void Player::Impl::begin(Phase phase, Time) {
  phase_ = phase;
  steps_ = phase == Phase::Setup  ? &program_.setup
           : phase == Phase::Body ? &program_.body
                                  : &program_.cleanup;
  at_ = 0;
  waiting_ = Waiting::Begin;
  lost_ = false;
  bindings_.begin(phase);
  judge_.begin(phase);
  if (phase != Phase::Cleanup) return;
  more_.assign(more_.size(), false);
  for (Peer& peer : peers_) peer.forget();
}

Do Player::Impl::next(Time now) {
  while (steps_ != nullptr && at_ < steps_->size() && !judge_.failed()) {
    judge_.at(step());
    const std::optional<Do> todo =
        std::visit([&](const auto& action) { return turn(action, now); }, step().action);
    if (todo) return *todo;
    if (judge_.failed()) break;
    ++at_;
    waiting_ = Waiting::Begin;
  }
  return Do{Do::What::Finished, 0, {}, {}, false};
}

void Player::Impl::connected(ClientIndex client, Time) {
  peers_[client].opened();
}

void Player::Impl::secured(ClientIndex client, Time) {
  peers_[client].secured();
}

void Player::Impl::received(ClientIndex client, std::string_view bytes, Time now) {
  peers_[client].received(bytes, now, bindings_, judge_);
}

void Player::Impl::closed(ClientIndex client, Ended ended, std::string_view detail, Time) {
  peers_[client].closed(ended, detail, judge_);
}

bool Player::Impl::begins(Time now, milliseconds within) {
  if (waiting_ == Waiting::Going) return false;
  waiting_ = Waiting::Going;
  began_ = now;
  deadline_ = now + (within.count() > 0 ? within : limits_.reply);
  return true;
}

std::string Player::Impl::time_is_up(Time now) const {
  return fmt::format("nothing that fits came within {} ms",
                     std::chrono::duration_cast<milliseconds>(now - began_).count());
}

std::string Player::Impl::how_it_ended() {
  static constexpr std::string_view kHow[] = {
      "FIN",          "RST",          "a TLS alert",       "a failed TLS handshake",
      "refusal",      "no way there", "no answer in time", "too much unread",
      "our own close"};
  std::string text =
      fmt::format("the connection ended with {}", kHow[static_cast<std::size_t>(peer().ended())]);
  if (!peer().detail().empty()) text += ": " + peer().detail();
  return text;
}

void Player::Impl::give_up(NoMore reason, const std::string& why) {
  if (reason == NoMore::Closed) lost_ = true;
  peer().give_up(reason, why, bindings_, judge_);
}

void Player::Impl::could_not(std::string_view wanted, std::string why) {
  lost_ = true;
  judge_.stop(wanted, std::move(why));
}

// S: lines without a tag of their own, before the client sends again: the last of them is about the
// last command, the one before it about the command before that.
std::size_t Player::Impl::groups_ahead() const {
  std::size_t count = 0;
  for (std::size_t i = at_ + 1; i < steps_->size(); ++i) {
    const scenario::Step& ahead = (*steps_)[i];
    if (ahead.client != step().client) continue;
    const auto* expect = std::get_if<scenario::Expect>(&ahead.action);
    if (expect == nullptr) return count;
    for (const scenario::Expectation& expectation : expect->expectations) {
      const auto* pattern = expectation.any_of.empty()
                                ? nullptr
                                : std::get_if<scenario::ImapPattern>(&expectation.any_of.front());
      if (pattern == nullptr || expectation.absent) continue;
      if (pattern->kind == scenario::ImapPattern::Kind::Tagged && pattern->tag.empty()) ++count;
    }
  }
  return count;
}

std::optional<Do> Player::Impl::turn(const scenario::Expect& expect, Time now) {
  if (begins(now, expect.within)) {
    const bool imap =
        scenario::protocol_of(program_.clients[step().client].service) == scenario::Protocol::Imap;
    peer().expect(expect, imap ? groups_ahead() : 0, bindings_, judge_);
  }
  if (peer().met()) {
    if (expect.not_before.count() == 0 || now >= began_ + expect.not_before || judge_.failed()) return {};
    judge_.state(expect.expectations.front().rule, false, expect.expectations.front().source, {},
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

std::optional<Do> Player::Impl::turn(const scenario::Pause& pause, Time now) {
  (void)begins(now, pause.time);
  if (pause.time.count() == 0 || now >= deadline_) return {};
  return wait(deadline_);
}

std::optional<Do> Player::Impl::turn(const scenario::ExpectSilence& silence, Time now) {
  (void)begins(now, silence.time);
  const std::string_view came = peer().unjudged();
  if (!came.empty()) {
    judge_.state(silence.rule, false, silence.source, came, "something came");
    return {};
  }
  if (now < deadline_ && peer().state() != Peer::State::Closed) return wait(deadline_);
  judge_.state(silence.rule, true, {}, {}, {});
  return {};
}

std::optional<Do> Player::Impl::turn(const scenario::ExpectClosed& closed, Time now) {
  (void)begins(now, closed.within);
  if (peer().state() != Peer::State::Closed) {
    if (now < deadline_) return wait(deadline_);
    judge_.state(closed.rule, false, closed.source, peer().unjudged(), "the connection is still open");
    return {};
  }
  const Ended ended = peer().ended();
  const bool held = closed.kind == scenario::CloseKind::Any ||
                    (closed.kind == scenario::CloseKind::Fin && ended == Ended::Fin) ||
                    (closed.kind == scenario::CloseKind::Reset && ended == Ended::Reset) ||
                    (closed.kind == scenario::CloseKind::Alert && ended == Ended::TlsAlert);
  judge_.state(closed.rule, held, closed.source, {}, held ? std::string() : how_it_ended());
  return {};
}

std::optional<Do> Player::Impl::turn(const scenario::Set& set, Time) {
  scratch_.clear();
  std::string why;
  if (render(set.value, bindings_, scratch_, why)) {
    bindings_.set(set.slot, scratch_);
  } else {
    judge_.stop("a value for ${" + std::string(bindings_.name(set.slot)) + "}", std::move(why));
  }
  return {};
}

}  // namespace mailrig::play
