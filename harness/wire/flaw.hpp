// A flaw: something wrong in received bytes that a parser noticed and went on from.
// Each protocol folder declares its own FlawInfo constants (smtp/flaws.hpp, …); a Flaw points
// at one of them, so comparing addresses tells which it is. No central list is needed.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "harness/wire/clause.hpp"

namespace mailrig::wire {

// Where a rule stands and how strongly it asks there.
struct Standing {
  Clause clause;
  Level level = Level::Must;
};

struct FlawInfo {
  std::string_view name;  // "smtp.reply.code-changed": stable, appears in reports
  Clause clause;
  Level level = Level::Must;
  std::string_view meaning;  // one sentence: what the RFC asks for
  // In the protocol's later revision, where it has one (IMAP4rev2); rfc 0: as above.
  Standing later{};
  bool dropped = false;  // that revision has no such rule

  [[nodiscard]] constexpr Standing standing(bool by_later) const {
    return by_later && later.clause.rfc != 0 ? later : Standing{clause, level};
  }
};

struct Flaw {
  const FlawInfo* info = nullptr;
  std::size_t offset = 0;  // octets from the start of the unit that was parsed
};

// Flaws of one unit. Bounded: a hostile peer can make any number of them; the first
// kCapacity are kept, the rest are only counted.
class Flaws {
 public:
  static constexpr std::size_t kCapacity = 16;

  void add(const FlawInfo& info, std::size_t offset) {
    if (size_ < kCapacity) {
      flaws_[size_++] = Flaw{&info, offset};
    } else {
      ++dropped_;
    }
  }
  void clear() { size_ = dropped_ = 0; }
  [[nodiscard]] bool empty() const { return size_ == 0; }
  [[nodiscard]] std::span<const Flaw> items() const { return {flaws_.data(), size_}; }
  [[nodiscard]] std::size_t dropped() const { return dropped_; }
  [[nodiscard]] bool has(const FlawInfo& info) const {
    for (const Flaw& flaw : items()) {
      if (flaw.info == &info) return true;
    }
    return false;
  }

 private:
  std::array<Flaw, kCapacity> flaws_{};
  std::size_t size_ = 0;
  std::size_t dropped_ = 0;
};

}  // namespace mailrig::wire
