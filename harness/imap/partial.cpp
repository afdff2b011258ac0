#include "harness/imap/partial.hpp"

#include <algorithm>

#include "harness/imap/append.hpp"
#include "harness/imap/command_verbs.hpp"

namespace mailrig::imap {

bool read_partial_range(CommandReader& reader, PartialRange& range) {
  range.from_end = reader.take('-');
  if (!reader.nz_number(range.first) || !reader.expect(':', "\":\" expected")) return false;
  if (range.from_end && !reader.expect('-', "\"-\" expected")) return false;
  return reader.nz_number(range.last);
}

std::pair<std::size_t, std::size_t> PartialRange::of(std::size_t count) const {
  const std::size_t low = std::min<std::size_t>(std::min(first, last) - 1, count);
  const std::size_t high = std::min<std::size_t>(std::max(first, last), count);
  return from_end ? std::pair{count - high, count - low} : std::pair{low, high};
}

void append_partial_range(std::string& out, const PartialRange& range) {
  if (range.from_end) out += '-';
  append_number(out, range.first);
  out += range.from_end ? ":-" : ":";
  append_number(out, range.last);
}

}  // namespace mailrig::imap
