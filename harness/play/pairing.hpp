// Which member of a set each term of a set pattern takes, every term one of its own. Bipartite matching:
// no order of terms or members makes one fail that could be met. A term needs to know as many fitting
// members as there are terms, no more, so that the work is terms times members, and terms cubed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace mailrig::play {

class Pairing {
 public:
  void begin(std::size_t terms, std::size_t members);
  // Gives the term one of these members, the first free one if one is. False: it can't have one beside
  // the terms that came before it. At most once a term.
  [[nodiscard]] bool add(std::size_t term, std::span<const std::uint32_t> fitting);
  [[nodiscard]] std::size_t member_of(std::size_t term) const { return taken_[term]; }
  [[nodiscard]] bool is_taken(std::size_t member) const { return owner_[member] != kNobody; }
  [[nodiscard]] std::uint64_t steps() const { return steps_; }

 private:
  static constexpr std::uint32_t kNobody = UINT32_MAX;

  [[nodiscard]] bool place(std::size_t term);
  void give(std::size_t term, std::uint32_t member);

  std::vector<std::vector<std::uint32_t>> fitting_;  // of each term
  std::vector<std::uint32_t> taken_, owner_;
  std::vector<bool> asked_;  // members that were tried in this search
  std::uint64_t steps_ = 0;
};

}  // namespace mailrig::play
