// Deviations: named ways to break one rule, so that the suite can be tested. A seam asks
// `deviations.hit(kMoveExpungeBeforeCopyuid)`; without any set, the answer costs one branch.
// Each protocol has its own table: deviation/smtp.hpp, imap.hpp, pop3.hpp.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "harness/wire/clause.hpp"

namespace mailrig::server {

struct Deviation {
  std::string_view name;  // "imap.move.expunge-before-copyuid"
  Clause clause;          // what it breaks
  std::string_view what;  // one line: what the server does instead
};

// 64 random bits.
using Dice = std::function<std::uint64_t()>;

class Deviations {
 public:
  Deviations() = default;
  // `dice` decides the times of "NAME:50%".
  explicit Deviations(Dice dice) : dice_(std::move(dice)) {}
  // "NAME", "NAME:3" (the next three times) or "NAME:50%" (so often, by chance). Returns an error line (did
  // you mean …), empty if fine.
  [[nodiscard]] std::string add(std::string_view spec);
  void clear() { active_.clear(); }
  bool remove(std::string_view name);                    // false: it is not set
  [[nodiscard]] std::vector<std::string> specs() const;  // of those set and not used up, as add() takes them
  [[nodiscard]] bool any() const { return !active_.empty(); }
  // True if set; a counted one is used up by it.
  [[nodiscard]] bool hit(const Deviation& deviation) { return !active_.empty() && hit_slowly(deviation); }

 private:
  struct Active {
    const Deviation* deviation;
    std::int64_t left;        // -1: for ever
    std::uint64_t threshold;  // broken where the dice fall below; kAlways: without them
  };
  static constexpr std::uint64_t kAlways = UINT64_MAX;
  [[nodiscard]] static std::string wrong(std::string_view spec);
  bool hit_slowly(const Deviation& deviation);
  std::vector<Active> active_;
  Dice dice_;
};

// All of them, by name, in order of the protocols' tables.
[[nodiscard]] std::vector<const Deviation*> all_deviations();
[[nodiscard]] std::span<const Deviation* const> smtp_deviations();
[[nodiscard]] std::span<const Deviation* const> lmtp_deviations();
[[nodiscard]] std::span<const Deviation* const> imap_deviations();
[[nodiscard]] std::span<const Deviation* const> pop3_deviations();

}  // namespace mailrig::server
