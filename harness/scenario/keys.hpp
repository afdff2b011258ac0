// The keys of TOML files as data: readers check against them, and `mailrig lint --schema` makes a JSON
// Schema of them, so that neither knows a key that the other does not.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace mailrig::scenario {

inline constexpr std::string_view kAnyName = "*";  // a key of any name: things by their names

enum class Type : std::uint8_t {
  String,
  Strings,          // a list of them
  StringOrStrings,  // one, or a list of several
  StringOrTable,
  StringOrInteger,
  StringOrNumbers,  // one, or a table of numbers by name
  Boolean,
  Integer,
  Integers,
  Number,
  Table,
  Tables  // a list of them
};

struct Key {
  std::string_view name;  // or kAnyName
  Type type = Type::String;
  std::string_view what;  // for people, one line
  bool required = false;
  std::span<const std::string_view> words{};  // a string is one of these
  std::span<const Key> keys{};                // of a table, or of each of a list of tables
  std::string_view pattern{};                 // ECMAScript: of strings; of the names, where any goes
  std::int64_t least = 0, most = 0;           // of an integer; both 0: any
};

[[nodiscard]] inline bool is_key(std::string_view name, std::span<const Key> keys) {
  return std::any_of(keys.begin(), keys.end(),
                     [&](const Key& key) { return key.name == name || key.name == kAnyName; });
}

inline constexpr std::uint32_t kAccountsLimit = 16;  // of one scenario

inline constexpr std::array<std::string_view, 3> kLevelWords = {"MUST", "SHOULD", "MAY"};
inline constexpr std::array<std::string_view, 3> kFindingWords = {"exploitable", "hardening", "quirk"};
inline constexpr std::array<std::string_view, 4> kTlsVersions = {"1.0", "1.1", "1.2", "1.3"};
inline constexpr std::array<std::string_view, 2> kRevWords = {"imap4rev1", "imap4rev2"};
inline constexpr std::array<std::string_view, 3> kTlsWords = {"none", "starttls", "implicit"};

[[nodiscard]] std::span<const std::string_view> service_words();
[[nodiscard]] std::span<const std::string_view> state_words();

// Of a scenario, and of its parts.
[[nodiscard]] std::span<const Key> scenario_keys();
[[nodiscard]] std::span<const Key> start_keys();
[[nodiscard]] std::span<const Key> client_keys();
// fixtures.toml, and one of its fixtures.
[[nodiscard]] std::span<const Key> fixtures_keys();
[[nodiscard]] std::span<const Key> fixture_keys();
// fragments/NAME.toml
[[nodiscard]] std::span<const Key> fragment_keys();

}  // namespace mailrig::scenario
