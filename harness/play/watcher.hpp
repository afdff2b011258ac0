// Watchers: rules that are checked on every dialogue, whatever the scenario says. A watcher sees each
// unit once, in order, with its protocol's dialogue; it accuses only what the RFC forbids in so many
// words, and stays silent wherever it has lost track.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "harness/wire/flaw.hpp"

namespace mailrig::play {

// Name, clause, level and meaning: what a flaw has, too.
using WatcherInfo = wire::FlawInfo;

class Accuser {
 public:
  virtual ~Accuser() = default;
  // `got`: the octets that broke the rule. `why`: one sentence, for people.
  virtual void accuse(const WatcherInfo& rule, std::string_view got, std::string why) = 0;
};

[[nodiscard]] std::span<const WatcherInfo* const> smtp_watcher_infos();
[[nodiscard]] std::span<const WatcherInfo* const> imap_watcher_infos();
[[nodiscard]] std::span<const WatcherInfo* const> pop3_watcher_infos();
// All of them.
[[nodiscard]] std::vector<const WatcherInfo*> watcher_infos();

}  // namespace mailrig::play
