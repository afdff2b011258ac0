#include "harness/play/watched_messages.hpp"

#include <algorithm>

namespace mailrig::play {

void WatchedMessages::clear() {
  blocks_.clear();
  size_ = 0;
}

WatchedMessages::Place WatchedMessages::place(std::uint64_t number) const {
  std::size_t block = 0;
  std::uint64_t index = number - 1;
  while (index >= blocks_[block].messages.size()) index -= blocks_[block++].messages.size();
  return {block, static_cast<std::size_t>(index)};
}

WatchedMessage& WatchedMessages::reach(std::uint64_t number) {
  while (size_ < number) {
    if (blocks_.empty() || blocks_.back().messages.size() == kMessagesPerBlock) blocks_.emplace_back();
    auto& last = blocks_.back().messages;
    const auto more = std::min<std::uint64_t>(number - size_, kMessagesPerBlock - last.size());
    last.resize(last.size() + more);
    size_ += more;
  }
  const Place at = place(number);
  return blocks_[at.block].messages[at.index];
}

void WatchedMessages::set_uid(std::uint64_t number, std::uint32_t uid) {
  const Place at = place(number);
  Block& block = blocks_[at.block];
  block.messages[at.index].uid = uid;
  block.most = std::max(block.most, uid);
}

std::uint32_t WatchedMessages::uid(std::uint64_t number) const {
  if (number == 0 || number > size_) return 0;
  const Place at = place(number);
  return blocks_[at.block].messages[at.index].uid;
}

void WatchedMessages::erase(std::uint64_t number) {
  const Place at = place(number);
  auto& messages = blocks_[at.block].messages;
  messages.erase(messages.begin() + static_cast<std::ptrdiff_t>(at.index));
  --size_;
  const auto here = blocks_.begin() + static_cast<std::ptrdiff_t>(at.block);
  if (messages.empty()) {
    blocks_.erase(here);
    return;
  }
  const auto next = here + 1;
  if (next == blocks_.end() || messages.size() + next->messages.size() > kMessagesPerBlock / 2) return;
  messages.insert(messages.end(), next->messages.begin(), next->messages.end());
  here->most = std::max(here->most, next->most);
  blocks_.erase(next);
}

void WatchedMessages::truncate(std::uint64_t count) {
  if (count >= size_) return;
  if (count == 0) return clear();
  const Place last = place(count);
  blocks_.resize(last.block + 1);
  blocks_.back().messages.resize(last.index + 1);
  size_ = count;
}

NumberRange WatchedMessages::where(std::uint32_t uid, std::uint64_t exists) const {
  NumberRange range{1, exists};
  const Block* below = nullptr;  // the last whose UIDs are all smaller
  std::uint64_t base = 0, below_base = 0;
  const auto look = [&](const Block& block, std::uint64_t before) {
    for (std::size_t i = 0; i < block.messages.size(); ++i) {
      const std::uint32_t known = block.messages[i].uid;
      if (known == 0) continue;
      const std::uint64_t number = before + i + 1;
      if (known == uid) range = {number, number};
      if (known > uid) range.last = number - 1;
      if (known >= uid) return true;
      range.first = number + 1;
    }
    return false;
  };
  for (const Block& block : blocks_) {
    if (block.most != 0 && block.most < uid) {
      below = &block;
      below_base = base;
    } else if (block.most != 0) {
      if (below != nullptr) (void)look(*below, below_base);
      below = nullptr;
      if (look(block, base)) return range;
    }
    base += block.messages.size();
  }
  if (below != nullptr) (void)look(*below, below_base);
  return range;
}

}  // namespace mailrig::play
