// Flags as they stand in responses: FLAGS, FETCH's FLAGS, PERMANENTFLAGS, attributes of LIST.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "harness/imap/response.hpp"

namespace mailrig::imap {

// Is `flag` among the members of the list at `list`? Compared without case (RFC 9051 2.3.2).
[[nodiscard]] bool has_flag(const Tape& tape, std::uint32_t list, std::string_view flag);
// Appends the members.
void read_flags(const Tape& tape, std::uint32_t list, std::vector<std::string_view>& flags);
// The list of a FLAGS response, or of a PERMANENTFLAGS code.
[[nodiscard]] std::optional<std::uint32_t> flags_of(const Response& response);

}  // namespace mailrig::imap
