// LIST and LSUB, both sides (RFC 9051 6.3.9 and 7.3.1, RFC 3501 6.3.8, 6.3.9 and 7.2.2).
//   list = "LIST" [SP list-select-opts] SP mailbox SP mbox-or-pat [SP list-return-opts]
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "harness/imap/metadata.hpp"
#include "harness/imap/response.hpp"
#include "harness/imap/status.hpp"

namespace mailrig::imap {

inline constexpr std::size_t kListPatternLimit = 100;  // ours: patterns of one LIST

struct ListCommand {
  bool select_subscribed = false, select_remote = false, select_recursive = false, select_special_use = false;
  std::string_view reference;
  std::vector<std::string_view> patterns;
  bool extended = false;  // selection options, return options or a list of patterns (RFC 5258 3)
  bool return_children = false, return_subscribed = false, return_special_use = false;
  bool my_rights = false;                        // RETURN (MYRIGHTS), RFC 8440
  std::vector<StatusItem> status;                // RETURN (STATUS (…)), RFC 5819
  std::vector<MetadataCommand::Entry> metadata;  // RETURN (METADATA (…)), RFC 9590
};

// LIST or LSUB response. `attributes` is the list's node in the tape.
struct ListData {
  std::uint32_t attributes = 0;
  std::optional<char> delimiter;
  std::string_view name;  // as sent, modified UTF-7 not undone
};
[[nodiscard]] bool read_list(const Response& response, ListData& data);

}  // namespace mailrig::imap
