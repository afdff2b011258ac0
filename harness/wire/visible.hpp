// Bytes made visible for people: printable ASCII as it is, the rest as \r \n \t \0 \\ \xHH.
// The same escapes are read back by the scenario language.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace mailrig::wire {

// At most `limit` octets of `bytes` are shown; what was left out is said as "… (+N octets)".
void append_visible(std::string& out, std::string_view bytes, std::size_t limit = 4096);
[[nodiscard]] std::string visible(std::string_view bytes, std::size_t limit = 4096);

}  // namespace mailrig::wire
