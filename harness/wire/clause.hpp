// Where a rule stands: RFC and section, and how strongly the RFC asks for it (BCP 14).
#pragma once

#include <cstdint>
#include <string_view>

namespace mailrig {

enum class Level : std::uint8_t { Must, Should, May };

// A reference into an RFC. `section` has static storage when it comes from our own tables.
struct Clause {
  std::uint16_t rfc = 0;
  std::string_view section;  // "4.2.1"; empty: the RFC as a whole
};

[[nodiscard]] constexpr std::string_view name(Level level) {
  switch (level) {
    case Level::Must:
      return "MUST";
    case Level::Should:
      return "SHOULD";
    case Level::May:
      return "MAY";
  }
  return "MUST";
}

}  // namespace mailrig
