#include "harness/imap/sequence_set.hpp"

#include <algorithm>
#include <limits>

#include "harness/imap/append.hpp"
#include "harness/imap/ascii.hpp"

namespace mailrig::imap {
namespace {

// seq-number at the start of `text`, which is moved on behind it.
bool take_number(std::string_view& text, std::uint32_t& number) {
  if (text.starts_with('*')) {
    text.remove_prefix(1);
    number = kStar;
    return true;
  }
  if (text.empty() || !is_digit(text[0]) || text[0] == '0') return false;
  std::uint64_t value = 0;
  std::size_t size = 0;
  while (size < text.size() && is_digit(text[size])) {
    value = value * 10 + static_cast<std::uint64_t>(text[size++] - '0');
    if (value > std::numeric_limits<std::uint32_t>::max()) return false;
  }
  number = static_cast<std::uint32_t>(value);
  text.remove_prefix(size);
  return true;
}

bool take_range(std::string_view& text, SequenceRange& range) {
  if (!take_number(text, range.first)) return false;
  range.last = range.first;
  if (!text.starts_with(':')) return true;
  text.remove_prefix(1);
  return take_number(text, range.last);
}

// The range with "*" resolved and in ascending order; empty (1, 0) if "*" is nothing.
SequenceRange resolved(SequenceRange range, std::uint32_t star) {
  const std::uint32_t first = range.first == kStar ? star : range.first;
  const std::uint32_t last = range.last == kStar ? star : range.last;
  if (first == 0 || last == 0) return {1, 0};
  return {std::min(first, last), std::max(first, last)};
}

void append_seq_number(std::string& out, std::uint32_t number) {
  if (number == kStar) {
    out.push_back('*');
  } else {
    append_number(out, number);
  }
}

}  // namespace

bool parse_sequence_set(std::string_view text, SequenceSet& set) {
  const std::size_t already = set.size();
  for (;;) {
    SequenceRange range;
    if (!take_range(text, range)) return false;
    if (set.size() - already == kSequenceRangeLimit) return false;
    set.push_back(range);
    if (text.empty()) return true;
    if (text[0] != ',') return false;
    text.remove_prefix(1);
  }
}

void append_sequence_set(std::string& out, SequenceSpan set) {
  bool first = true;
  for (const SequenceRange& range : set) {
    if (!first) out.push_back(',');
    first = false;
    append_seq_number(out, range.first);
    if (range.last == range.first) continue;
    out.push_back(':');
    append_seq_number(out, range.last);
  }
}

void append_numbers_as_set(std::string& out, std::span<const std::uint32_t> ascending) {
  for (std::size_t begin = 0; begin < ascending.size();) {
    std::size_t end = begin + 1;
    while (end < ascending.size() && ascending[end] == ascending[end - 1] + 1) ++end;
    if (begin > 0) out.push_back(',');
    append_number(out, ascending[begin]);
    if (end - begin > 1) {
      out.push_back(':');
      append_number(out, ascending[end - 1]);
    }
    begin = end;
  }
}

bool contains(SequenceSpan set, std::uint32_t number, std::uint32_t star) {
  for (const SequenceRange& range : set) {
    const SequenceRange plain = resolved(range, star);
    if (plain.first <= number && number <= plain.last) return true;
  }
  return false;
}

std::uint32_t largest(SequenceSpan set, std::uint32_t star) {
  std::uint32_t found = 0;
  for (const SequenceRange& range : set) {
    found =
        std::max({found, range.first == kStar ? star : range.first, range.last == kStar ? star : range.last});
  }
  return found;
}

bool members(SequenceSpan set, std::uint32_t star, std::size_t limit, std::vector<std::uint32_t>& out) {
  std::size_t left = limit;
  for (const SequenceRange& range : set) {
    const SequenceRange plain = resolved(range, star);
    for (std::uint64_t number = plain.first; number <= plain.last; ++number) {
      if (left-- == 0) return false;
      out.push_back(static_cast<std::uint32_t>(number));
    }
  }
  return true;
}

}  // namespace mailrig::imap
