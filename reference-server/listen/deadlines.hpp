// When which client is to be looked at: one entry each. A deadline that moves later (as with every command)
// is not told here: the client is looked at too early once, and entered again. Time is an argument.
#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <utility>

#include "harness/net/loop.hpp"

namespace mailrig::server {

inline constexpr net::Time kNever = net::Time::max();

template <typename Who>
class Deadlines {
 public:
  // kNever: not at all.
  void add(net::Time when, Who* who) {
    if (when != kNever) entries_.emplace(when, who);
  }
  void remove(net::Time when, Who* who) { entries_.erase({when, who}); }
  // The next one that is due, taken out; null: none by `now`.
  [[nodiscard]] Who* due(net::Time now) {
    if (entries_.empty() || entries_.begin()->first > now) return nullptr;
    Who* const who = entries_.begin()->second;
    entries_.erase(entries_.begin());
    return who;
  }
  [[nodiscard]] net::Time next() const { return entries_.empty() ? kNever : entries_.begin()->first; }
  [[nodiscard]] std::size_t size() const { return entries_.size(); }

 private:
  std::set<std::pair<net::Time, Who*>> entries_;
};

}  // namespace mailrig::server
