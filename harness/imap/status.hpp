// STATUS, both sides (RFC 9051 6.3.11 and 7.3.4, RFC 3501 6.3.10 and 7.2.4).
//   status = "STATUS" SP mailbox SP "(" status-att *(SP status-att) ")"
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "harness/imap/response.hpp"

namespace mailrig::imap {

enum class StatusItem : std::uint8_t {
  Messages,
  Recent,
  UidNext,
  UidValidity,
  Unseen,
  Deleted,
  Size,
  HighestModSeq,
  DeletedStorage,  // RFC 9208 4.1.4; up to here: numbers
  MailboxId        // RFC 8474 4.3
};
[[nodiscard]] std::string_view name(StatusItem item);

struct StatusCommand {
  std::string_view mailbox;
  std::vector<StatusItem> items;  // as asked, in order
};

// STATUS response; values by item.
struct StatusData {
  std::string_view mailbox;
  std::array<std::optional<std::uint64_t>, 9> values;
  [[nodiscard]] std::optional<std::uint64_t> value(StatusItem item) const {
    return values.at(static_cast<std::size_t>(item));
  }
};
[[nodiscard]] bool read_status(const Response& response, StatusData& data);

}  // namespace mailrig::imap
