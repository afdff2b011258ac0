// What a server offers, as it wrote it: "MOVE", "SIZE 10485760", "AUTH PLAIN LOGIN", "AUTH=PLAIN",
// "STATUS=SIZE".
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mailrig::record {

// Whether `offered` says what `asked` asks: "SIZE 10" says "SIZE", "AUTH PLAIN LOGIN" says "AUTH LOGIN".
[[nodiscard]] bool says(std::string_view offered, std::string_view asked);
// Whether any of them does. Each protocol writes a mechanism its own way: "AUTH=PLAIN", "AUTH PLAIN" and
// "SASL PLAIN" ask the same.
[[nodiscard]] bool offers(std::span<const std::string> capabilities, std::string_view asked);

// A list of mechanisms as one entry each: "AUTH PLAIN LOGIN" is "AUTH PLAIN" and "AUTH LOGIN".
[[nodiscard]] std::vector<std::string> one_by_one(std::span<const std::string> capabilities);
// "PLAIN" of "AUTH=PLAIN", "AUTH PLAIN" and "SASL PLAIN"; empty if it names no mechanism.
[[nodiscard]] std::string_view mechanism_of(std::string_view capability);

}  // namespace mailrig::record
