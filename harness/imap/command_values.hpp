// Values that several commands share.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace mailrig::imap {

// Flags and keywords as sent: "\Seen", "$Forwarded".
using FlagNames = std::vector<std::string_view>;

// date = day "-" month "-" year (RFC 9051 9)
struct Date {
  int year = 0, month = 0, day = 0;
  friend auto operator<=>(const Date&, const Date&) = default;
};

}  // namespace mailrig::imap
