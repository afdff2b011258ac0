// Walkers that go at the same time, a client each: 'at once'. They are asked in turn, one thing to do from
// each, so that none of them waits for another's.
#pragma once

#include <optional>
#include <vector>

#include "harness/play/walk.hpp"

namespace mailrig::play {

class Together {
 public:
  // Room for as many as the program ever has at once: later nothing is allocated.
  explicit Together(Board& board);

  void begin(const scenario::AtOnce& at_once);
  void stop() { threads_ = nullptr; }
  // What to do now; nothing: all have come to their end, or a MUST was broken.
  [[nodiscard]] std::optional<Do> next(Time now);
  // What is said next is about the line that this client is at, if it is one of them.
  void point(ClientIndex client) const;

 private:
  Board* board_;
  std::vector<Walker> walkers_;
  const scenario::AtOnce* threads_ = nullptr;  // none: nothing is at once now
  std::size_t turn_ = 0;
};

}  // namespace mailrig::play
