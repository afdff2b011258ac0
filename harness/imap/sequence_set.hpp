// Sequence sets (RFC 9051 9, RFC 3501 9), of sequence numbers or UIDs.
//   sequence-set = (seq-number / seq-range) ["," sequence-set]
//   seq-range    = seq-number ":" seq-number          ; either order
//   seq-number   = nz-number / "*"
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mailrig::imap {

inline constexpr std::uint64_t kModSeqMost = 9'223'372'036'854'775'807;  // RFC 7162 7: 63 bits

inline constexpr std::size_t kSequenceRangeLimit = 10'000;  // ours: ranges in one set
inline constexpr std::uint32_t kStar = 0;                   // stands for "*"

struct SequenceRange {
  std::uint32_t first = 0, last = 0;  // as sent: either may be kStar, either may be the larger
  bool saved = false;                 // "$", which is the whole set: what a SEARCH has saved (RFC 5182)
  friend bool operator==(const SequenceRange&, const SequenceRange&) = default;
};
using SequenceSet = std::vector<SequenceRange>;
using SequenceSpan = std::span<const SequenceRange>;

// Appends the ranges of `text` to `set`. False if it is not a sequence set or has too many ranges;
// `set` then holds what was read up to there.
[[nodiscard]] bool parse_sequence_set(std::string_view text, SequenceSet& set);
void append_sequence_set(std::string& out, SequenceSpan set);
// Numbers in ascending order as the shortest set: 1 2 3 7 -> "1:3,7".
void append_numbers_as_set(std::string& out, std::span<const std::uint32_t> ascending);

// `star`: the number that "*" stands for (0: nothing, the mailbox is empty).
[[nodiscard]] bool contains(SequenceSpan set, std::uint32_t number, std::uint32_t star);
// The largest number named, "*" being `star`: for "does this sequence number exist?".
[[nodiscard]] std::uint32_t largest(SequenceSpan set, std::uint32_t star);
// All members in the order they were given, ranges ascending, at most `limit`; false if cut short.
[[nodiscard]] bool members(SequenceSpan set, std::uint32_t star, std::size_t limit,
                           std::vector<std::uint32_t>& out);

}  // namespace mailrig::imap
