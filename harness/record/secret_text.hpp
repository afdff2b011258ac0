// How a secret looks on the wire: what masking and disguising look for.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace mailrig::record {

inline constexpr std::string_view kBase64Alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
// A secret can begin at each of three places within a group of three octets. What comes before it
// fills 0, 8 or 16 bits; the first base64 character wholly its own begins 0, 4 or 2 bits into it.
inline constexpr std::size_t kSkippedBits[] = {0, 4, 2};

// The base64 characters that are made of `bytes` from bit `first_bit` on, and of nothing behind them.
[[nodiscard]] std::string base64_from(std::string_view bytes, std::size_t first_bit);
// As an IMAP quoted string has it (RFC 9051 9: quoted), without the quotes around it.
[[nodiscard]] std::string inside_quotes(std::string_view secret);
// Whether the `size` octets at `at` are cut out of a longer word.
[[nodiscard]] bool inside_word(std::string_view bytes, std::size_t at, std::size_t size);

}  // namespace mailrig::record
