// The way back from record/writer: strict. A key that is missing, of the wrong type, out of range,
// or not known is an error, and so is a line that is no JSON object.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "harness/record/event.hpp"

namespace mailrig::record {

inline constexpr std::size_t kLineLimit = 64U << 20;  // octets of one event

struct ReadError {
  std::size_t line = 0;  // counted from 1
  std::string what;      // "wire: key 'bytes' is missing"
};

[[nodiscard]] std::variant<Event, ReadError> parse_line(std::string_view line);

struct Events {
  std::vector<Event> events;      // up to the first error
  std::vector<ReadError> errors;  // none or one
};
[[nodiscard]] Events parse_lines(std::string_view text);
// The whole file; a file that can't be read is an error of line 0.
[[nodiscard]] Events read_file(const std::string& path);

}  // namespace mailrig::record
