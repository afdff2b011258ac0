// Who watches an account. They may come and go while they are told: a leaver is nulled, and swept when the
// telling is over.
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include "reference-server/store/store.hpp"

namespace mailrig::server {

class AccountWatchers {
 public:
  void add(AccountWatcher& watcher) { watchers_.push_back(&watcher); }
  void remove(AccountWatcher& watcher) {
    const auto found = std::find(watchers_.begin(), watchers_.end(), &watcher);
    if (found == watchers_.end()) return;
    *found = nullptr;
    sweep();
  }
  template <typename Call>
  void tell(Call call) {
    ++telling_;
    for (std::size_t i = 0, n = watchers_.size(); i < n; ++i) {
      if (watchers_[i] != nullptr) call(*watchers_[i]);
    }
    --telling_;
    sweep();
  }

 private:
  void sweep() {
    if (telling_ == 0) std::erase(watchers_, nullptr);
  }

  std::vector<AccountWatcher*> watchers_;
  int telling_ = 0;
};

}  // namespace mailrig::server
