#include "harness/play/watcher.hpp"

namespace mailrig::play {

std::vector<const WatcherInfo*> watcher_infos() {
  std::vector<const WatcherInfo*> all;
  for (const auto infos : {smtp_watcher_infos(), imap_watcher_infos(), pop3_watcher_infos()}) {
    all.insert(all.end(), infos.begin(), infos.end());
  }
  return all;
}

}  // namespace mailrig::play
