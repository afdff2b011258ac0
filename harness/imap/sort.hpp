// SORT and THREAD (RFC 5256), SORT=DISPLAY (RFC 5957), ESORT (RFC 5267 3). Their search keys are the
// command's `search`.
//   sort   = "SORT" [SP "RETURN" …] SP "(" sort-criterion *(SP sort-criterion) ")" SP charset 1*(SP
//   search-key) thread = "THREAD" SP thread-alg SP charset 1*(SP search-key)
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace mailrig::imap {

inline constexpr std::size_t kSortCriteriaLimit = 20;  // ours

struct SortCriterion {
  enum class Kind : std::uint8_t { Arrival, Cc, Date, DisplayFrom, DisplayTo, From, Size, Subject, To };
  Kind kind = Kind::Arrival;
  bool reverse = false;
};

}  // namespace mailrig::imap
