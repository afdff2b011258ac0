// Names, passwords and keys outside of SASL's own exchanges: how they are compared, and digests of them.
#pragma once

#include <cstddef>
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

// RFC 2104 with SHA-256, in lower-case hexadecimal digits.
[[nodiscard]] std::string hmac_sha256(std::string_view key, std::string_view text);

// So many octets that nobody can guess. Throws std::runtime_error where the system has none.
[[nodiscard]] std::string random_octets(std::size_t count);

// Whether they are the same, in a time that does not tell how much of them is.
[[nodiscard]] bool same_secret(std::string_view a, std::string_view b);

}  // namespace mailrig::sasl
