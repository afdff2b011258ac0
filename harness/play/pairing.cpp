#include "harness/play/pairing.hpp"

namespace mailrig::play {

void Pairing::begin(std::size_t terms, std::size_t members) {
  if (fitting_.size() < terms) fitting_.resize(terms);
  taken_.assign(terms, kNobody);
  owner_.assign(members, kNobody);
  steps_ = 0;
}

void Pairing::give(std::size_t term, std::uint32_t member) {
  taken_[term] = member;
  owner_[member] = static_cast<std::uint32_t>(term);
}

bool Pairing::add(std::size_t term, std::span<const std::uint32_t> fitting) {
  fitting_[term].assign(fitting.begin(), fitting.end());
  for (const std::uint32_t member : fitting) {
    ++steps_;
    if (owner_[member] != kNobody) continue;
    give(term, member);
    return true;
  }
  asked_.assign(owner_.size(), false);
  return place(term);
}

// Kuhn's augmenting path. As deep as there are terms.
bool Pairing::place(std::size_t term) {
  for (const std::uint32_t member : fitting_[term]) {
    ++steps_;
    if (asked_[member]) continue;
    asked_[member] = true;
    if (owner_[member] != kNobody && !place(owner_[member])) continue;
    give(term, member);
    return true;
  }
  return false;
}

}  // namespace mailrig::play
