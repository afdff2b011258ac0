// Names and passwords outside of SASL's own exchanges: how they are compared, and POP3's digest of one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mailrig::sasl {

enum class Prepare : std::uint8_t { Query, Stored };  // RFC 3454 7: what a client says; what is kept

// By SASLprep (RFC 4013). Nothing: it is no UTF-8, or has what must not be in it.
[[nodiscard]] std::optional<std::string> prepared(std::string_view text, Prepare prepare);

// RFC 1939 7: MD5 of timestamp (its brackets counted in) and secret, in lower-case hexadecimal digits.
[[nodiscard]] std::string apop_digest(std::string_view timestamp, std::string_view secret);

}  // namespace mailrig::sasl
