#include "harness/play/player.hpp"

#include <utility>

#include "harness/play/together.hpp"

namespace mailrig::play {

struct Player::Impl {
  Impl(const scenario::Program& program, std::vector<std::string> given, const Limits& limits,
       Observer& observer)
      : board(program, std::move(given), limits, observer), together(board), main(board, &together) {}

  Board board;
  Together together;
  Walker main;
};

Player::Player(const scenario::Program& program, std::vector<std::string> given, Limits limits,
               Observer& observer)
    : impl_(std::make_unique<Impl>(program, std::move(given), limits, observer)) {}

Player::~Player() = default;
Player::Player(Player&&) noexcept = default;

void Player::set_sasl(SaslMaker maker) {
  impl_->board.make_sasl = std::move(maker);
}

void Player::begin(scenario::Phase phase, Time) {
  impl_->together.stop();
  impl_->board.begin(phase);
  impl_->main.begin(0, impl_->board.steps->size());
}

Do Player::next(Time now) {
  return impl_->main.next(now).value_or(Do{Do::What::Finished, 0, {}, {}, false});
}

void Player::channel(ClientIndex client, sasl::ChannelBinding binding) {
  impl_->board.peers[client].channel = std::move(binding);
}

void Player::connected(ClientIndex client, Time) {
  impl_->board.peers[client].opened();
}

void Player::secured(ClientIndex client, Time) {
  impl_->board.peers[client].secured();
}

void Player::received(ClientIndex client, std::string_view bytes, Time now) {
  Board& board = impl_->board;
  impl_->together.point(client);
  board.peers[client].received(bytes, now, board.bindings, board.judge);
}

void Player::closed(ClientIndex client, Ended ended, std::string_view detail, Time, std::string_view alert) {
  impl_->together.point(client);
  impl_->board.peers[client].closed(ended, detail, alert, impl_->board.judge);
}

bool Player::failed() const {
  return impl_->board.judge.failed();
}
bool Player::connection_lost() const {
  return impl_->board.lost;
}
const std::string& Player::value(scenario::SlotIndex slot) const {
  return impl_->board.bindings.value(slot);
}
void Player::set(scenario::SlotIndex slot, std::string_view value) {
  impl_->board.bindings.set(slot, value);
}

}  // namespace mailrig::play
