// Accounts on loan: a scenario has its accounts to itself while it runs, so no two meet in one INBOX or
// maildrop. With one account, scenarios that need it run one after another.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "harness/conformance/target.hpp"

namespace mailrig::conformance {

class Lease {
 public:
  explicit Lease(std::size_t accounts) : free_(accounts) {
    for (std::size_t i = 0; i < accounts; ++i) free_[i] = accounts - 1 - i;
  }
  // Indices of `count` accounts; nothing if so many are not free now. 0: always.
  [[nodiscard]] std::optional<std::vector<std::size_t>> take(std::size_t count) {
    if (free_.size() < count) return std::nullopt;
    std::vector<std::size_t> taken(free_.end() - static_cast<std::ptrdiff_t>(count), free_.end());
    free_.resize(free_.size() - count);
    return taken;
  }
  void give_back(const std::vector<std::size_t>& taken) {
    free_.insert(free_.begin(), taken.begin(), taken.end());  // used last: late mail has time to come
  }

 private:
  std::vector<std::size_t> free_;
};

}  // namespace mailrig::conformance
