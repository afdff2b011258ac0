// Pages of a result (RFC 9394 3.1), for SEARCH, SORT and UID FETCH.
//   partial-range = nz-number ":" nz-number / "-" nz-number ":" "-" nz-number
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

namespace mailrig::imap {

struct PartialRange {
  std::uint32_t first = 1, last = 1;  // as sent: either may be the larger
  bool from_end = false;              // 1 is the last of all
  // What of so many results it names: [begin, end) of their places.
  [[nodiscard]] std::pair<std::size_t, std::size_t> of(std::size_t count) const;
};
void append_partial_range(std::string& out, const PartialRange& range);

}  // namespace mailrig::imap
