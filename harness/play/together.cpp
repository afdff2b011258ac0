#include "harness/play/together.hpp"

#include <algorithm>

namespace mailrig::play {

Together::Together(Board& board) : board_(&board) {
  walkers_.reserve(board.program.threads);
  for (std::size_t i = 0; i < board.program.threads; ++i) walkers_.emplace_back(board);
}

void Together::begin(const scenario::AtOnce& at_once) {
  threads_ = &at_once;
  turn_ = 0;
  for (std::size_t i = 0; i < at_once.threads.size(); ++i) {
    walkers_[i].begin(at_once.threads[i].begin, at_once.threads[i].end);
  }
}

std::optional<Do> Together::next(Time now) {
  if (threads_ == nullptr) return std::nullopt;
  const std::size_t count = threads_->threads.size();
  std::optional<Do> until;
  for (std::size_t asked = 0; asked < count && !board_->judge.failed(); ++asked) {
    std::optional<Do> todo = walkers_[turn_].next(now);
    turn_ = (turn_ + 1) % count;
    if (!todo) continue;
    if (todo->what != Do::What::Wait) return todo;
    if (!until || todo->until < until->until) until = todo;
  }
  if (until && !board_->judge.failed()) return until;
  threads_ = nullptr;
  return std::nullopt;
}

void Together::point(ClientIndex client) const {
  if (threads_ == nullptr) return;
  for (std::size_t i = 0; i < threads_->threads.size(); ++i) {
    if (threads_->threads[i].client == client) return walkers_[i].point();
  }
}

}  // namespace mailrig::play
