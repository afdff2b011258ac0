// Arguments of response codes (RFC 9051 7.1, RFC 4315 3).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "harness/imap/response.hpp"

namespace mailrig::imap {

[[nodiscard]] bool has_code(const Response& response, std::string_view code);  // without case
// The number of UIDVALIDITY, UIDNEXT, UNSEEN, HIGHESTMODSEQ, …; nothing if the code is another one.
[[nodiscard]] std::optional<std::uint64_t> code_number(const Response& response, std::string_view code);

// resp-code-copy = "COPYUID" SP nz-number SP uid-set SP uid-set
struct CopyUid {
  std::uint64_t uid_validity = 0;
  std::string_view source, target;  // sequence sets as sent
};
[[nodiscard]] std::optional<CopyUid> copy_uid(const Response& response);

// resp-code-apnd = "APPENDUID" SP nz-number SP append-uid
struct AppendUid {
  std::uint64_t uid_validity = 0;
  std::string_view uids;  // one UID, or a set after MULTIAPPEND
};
[[nodiscard]] std::optional<AppendUid> append_uid(const Response& response);

}  // namespace mailrig::imap
