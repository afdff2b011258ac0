// What the language consists of, by name, and what of it a file uses. Names come from the tables that the
// readers check against and from the compiled program, whose alternatives are looked at one and all: what
// has no name here does not compile. `mailrig lint --constructs` prints them, and the ctest `reference`
// wants an example of each in docs/SCENARIOS.md.
//   construct = family SP word: "key start.state", "line half-close", "send untagged", "term ${=name}"
#pragma once

#include <set>
#include <span>
#include <string>
#include <string_view>

#include "harness/scenario/keys.hpp"
#include "harness/scenario/scenario.hpp"

namespace mailrig::scenario {

using Constructs = std::set<std::string, std::less<>>;

[[nodiscard]] Constructs all_constructs();

// Of the keys of a TOML text, and their values; `whose`: "" of a scenario, else "fragment", "fixtures".
// Nothing of a text that is no TOML.
void add_keys(std::string_view content, std::span<const Key> keys, std::string_view whose, Constructs& used);
// Of what a scenario without mistakes says: needs, messages, lines, patterns.
void add_uses(const Scenario& scenario, Constructs& used);

}  // namespace mailrig::scenario
