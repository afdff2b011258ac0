// APPEND (RFC 9051 6.3.12).
//   append = "APPEND" SP mailbox [SP flag-list] [SP date-time] SP literal
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
};

}  // namespace mailrig::imap
