// Who watches a mailbox or an account. They may come and go while they are told: a leaver is nulled, and
// swept when the telling is over; who comes meanwhile is told from the next time on.
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

namespace mailrig::server {

template <typename Watcher>
class Watchers {
 public:
  void add(Watcher& watcher) { watchers_.push_back(&watcher); }
  void remove(Watcher& watcher) {
    const auto found = std::find(watchers_.begin(), watchers_.end(), &watcher);
    if (found == watchers_.end()) return;
    *found = nullptr;
    sweep();
  }
  // All but `origin`, who did what is told.
  template <typename Call>
  void tell(Call call, const Watcher* origin = nullptr) {
    ++telling_;
    for (std::size_t i = 0, n = watchers_.size(); i < n; ++i) {
      Watcher* watcher = watchers_[i];
      if (watcher != nullptr && watcher != origin) call(*watcher);
    }
    --telling_;
    sweep();
  }

 private:
  void sweep() {
    if (telling_ == 0) std::erase(watchers_, nullptr);
  }

  std::vector<Watcher*> watchers_;
  int telling_ = 0;
};

}  // namespace mailrig::server
