// A sequence set made ready for asking: sorted, joined, "*" resolved. Membership costs a binary search
// in the ranges, whatever the client sent.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "harness/imap/sequence_set.hpp"

namespace mailrig::server::imapd {

class NumberSet {
 public:
  using Range = std::pair<std::uint32_t, std::uint32_t>;  // first <= last
  // `star`: what "*" stands for; 0 (nothing) takes no part.
  void assign(imap::SequenceSpan set, std::uint32_t star);
  void assign(const std::vector<std::uint32_t>& ascending);
  [[nodiscard]] bool contains(std::uint32_t number) const;
  [[nodiscard]] const std::vector<Range>& ranges() const { return ranges_; }
  [[nodiscard]] std::uint32_t largest() const { return ranges_.empty() ? 0 : ranges_.back().second; }

 private:
  std::vector<Range> ranges_;
};

}  // namespace mailrig::server::imapd
