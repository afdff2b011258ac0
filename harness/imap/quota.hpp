// GETQUOTA, GETQUOTAROOT and SETQUOTA (RFC 9208 4.1).
//   getquota     = "GETQUOTA" SP quota-root-name
//   getquotaroot = "GETQUOTAROOT" SP mailbox
//   setquota     = "SETQUOTA" SP quota-root-name SP "(" [resource SP number64 *(SP …)] ")"
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace mailrig::imap {

inline constexpr std::size_t kQuotaResourceLimit = 100;  // ours: of one SETQUOTA

struct QuotaCommand {
  struct Limit {
    std::string_view resource;
    std::uint64_t limit = 0;
  };
  std::string_view name;  // of a quota root, of GETQUOTAROOT a mailbox
  std::vector<Limit> limits;
};

}  // namespace mailrig::imap
