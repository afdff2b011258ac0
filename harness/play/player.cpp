#include "harness/play/player.hpp"

#include <fmt/format.h>

#include "harness/play/walk.hpp"

namespace mailrig::play {

Player::Player(const scenario::Program& program, std::vector<std::string> given, Limits limits,
               Observer& observer)
    : impl_(std::make_unique<Impl>(program, std::move(given), limits, observer)) {}

Player::~Player() = default;
Player::Player(Player&&) noexcept = default;

void Player::begin(scenario::Phase phase, Time now) {
  impl_->begin(phase, now);
}
Do Player::next(Time now) {
  return impl_->next(now);
}
void Player::connected(ClientIndex client, Time now) {
  impl_->connected(client, now);
}
void Player::secured(ClientIndex client, Time now) {
  impl_->secured(client, now);
}

void Player::received(ClientIndex client, std::string_view bytes, Time now) {
  impl_->received(client, bytes, now);
}

void Player::closed(ClientIndex client, Ended ended, std::string_view detail, Time now) {
  impl_->closed(client, ended, detail, now);
}

bool Player::failed() const {
  return impl_->failed();
}
bool Player::connection_lost() const {
  return impl_->connection_lost();
}
const std::string& Player::value(scenario::SlotIndex slot) const {
  return impl_->value(slot);
}
void Player::set(scenario::SlotIndex slot, std::string_view value) {
  impl_->set(slot, value);
}

}  // namespace mailrig::play
