// Sequence sets and UID sets by their members (RFC 9051 9 sequence-set, uid-set), as ranges and never
// number by number: "1:4294967295" costs what "1" does. Reading is linear in the text, comparing n log n
// in its ranges (linear when they ascend, as servers write them).
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mailrig::play {

class NumberSet {
 public:
  struct Range {
    std::uint64_t first = 0, last = 0;
    friend auto operator<=>(const Range&, const Range&) = default;
  };

  // Adds what the text names; false, and adds nothing, if it is no set. "*" is a number of its own, above all
  // others.
  [[nodiscard]] bool parse(std::string_view text);
  void add(std::uint64_t number) { ranges_.push_back({number, number}); }
  void settle();  // ascending, without overlaps: before anything is asked

  [[nodiscard]] bool empty() const { return ranges_.empty(); }
  [[nodiscard]] const std::vector<Range>& ranges() const { return ranges_; }
  [[nodiscard]] bool contains(std::uint64_t number) const;
  [[nodiscard]] std::uint64_t count_below(std::uint64_t number) const;
  // The lowest member that `other` does not have.
  [[nodiscard]] std::optional<std::uint64_t> beyond(const NumberSet& other) const;
  [[nodiscard]] std::string text() const;  // "1:3,5"
  friend bool operator==(const NumberSet&, const NumberSet&) = default;

 private:
  std::vector<Range> ranges_;
};

// Both are sets, and have the same members.
[[nodiscard]] bool same_members(std::string_view a, std::string_view b);

// COPYUID's two sets say together which message became which (RFC 4315 3: they are in the same order, a
// range standing for its members ascending). True: `source` and `target` say so of the same messages
// as `other_source` and `other_target`, in whatever order.
[[nodiscard]] bool same_mapping(std::string_view source, std::string_view target,
                                std::string_view other_source, std::string_view other_target);
// The two sets have as many members; false also if one is no set.
[[nodiscard]] bool corresponds(std::string_view source, std::string_view target);

}  // namespace mailrig::play
