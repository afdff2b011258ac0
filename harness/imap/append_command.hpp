// APPEND (RFC 9051 6.3.12).
//   append = "APPEND" SP mailbox [SP flag-list] [SP date-time] SP (literal / literal8)
#pragma once

#include <optional>
#include <string_view>

#include "harness/imap/command_values.hpp"

namespace mailrig::imap {

struct AppendCommand {
  std::string_view mailbox;
  FlagNames flags;
  std::optional<std::string_view> date_time;  // without its quotes, grammar checked
  std::string_view message;
  bool binary = false;  // literal8: NUL may be among its octets (RFC 3516 4.4)
};

}  // namespace mailrig::imap
