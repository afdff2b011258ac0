// Lists of messages: "plain \Seen", "generated:7:10KiB", and the named ones of fixtures.toml.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "harness/scenario/diagnostic.hpp"
#include "harness/scenario/scenario.hpp"

namespace mailrig::scenario {

inline constexpr std::size_t kGeneratedLeast = 256;               // octets: a header is longer than 200
inline constexpr std::size_t kGeneratedLimit = 64 * 1024 * 1024;  // octets
inline constexpr std::size_t kFixturesLimit = 10'000;             // messages of one list

// "900" (octets), "10KiB" or "10k", "2MiB" or "2m", from 1 to `limit` octets.
[[nodiscard]] std::optional<std::size_t> parse_octets(std::string_view text, std::size_t limit);

// "plain \Seen \Flagged", "generated:SEED \Seen", "generated:SEED:SIZE". A name of the corpus wins.
[[nodiscard]] StartMessage parse_start_message(std::string_view word, const Corpus& corpus,
                                               const Location& where, Diagnostics& mistakes);
// Its octets as sent.
[[nodiscard]] std::string octets_of(const StartMessage& message, const Corpus& corpus);

// fixtures.toml: [three-messages] messages = ["plain", "dots \\Seen"]. Strict.
[[nodiscard]] Fixtures read_fixtures(const std::string& file, std::string_view content, const Corpus& corpus,
                                     Diagnostics& mistakes);
// The list of that name; complains at `where` if there is none.
[[nodiscard]] const std::vector<StartMessage>* find_fixture(std::string_view name, const Library& library,
                                                            const Location& where, Diagnostics& mistakes);

}  // namespace mailrig::scenario
