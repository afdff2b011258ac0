// Set-up and clean-up, written as dialogue text for one target: it is compiled and played like any
// other. A helper connection ("setup.imap") makes the mailboxes, puts the messages there and takes
// away afterwards what is ours; the scenario's own clients only log in.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "harness/scenario/compile.hpp"
#include "harness/scenario/names.hpp"

namespace mailrig::scenario {

// What the names of all helpers begin with, and no client's of a scenario does.
inline constexpr std::string_view kHelperPrefix = "setup.";

struct Fixture {
  std::vector<Client> helpers;  // follow the scenario's clients
  std::string setup, cleanup;   // dialogue text; every line names its client
};

// `names`: what the dialogue uses, so that nothing is set up in vain.
[[nodiscard]] Fixture write_fixture(const Scenario& scenario, const FixtureFacts& facts, const Names& names);

// The lines that bring a client from no connection to `state`. `prefix`: "phone ".
[[nodiscard]] std::string write_start(const std::string& client, Service service, std::uint32_t account,
                                      State state, const ServiceFacts& facts);

}  // namespace mailrig::scenario
