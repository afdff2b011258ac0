// Values of the given slots: what the runner hands to a player.
#pragma once

#include <string>
#include <vector>

#include "harness/scenario/program.hpp"
#include "harness/scenario/scenario.hpp"

namespace mailrig::scenario {

struct GivenAccount {
  std::string user, password, address;
  std::string bearer{};  // an OAuth token (RFC 6750)
};

struct Given {
  std::vector<GivenAccount> accounts;  // leased, in the scenario's order
  std::string domain, host;
  std::string sender;          // empty: one of this scenario's own
  std::string token;           // unique to this run of this scenario; letters, digits and hyphens
  std::string mailbox_prefix;  // personal namespace: "" or "INBOX."
};

// By slot; empty for those that the dialogue binds.
[[nodiscard]] std::vector<std::string> given_values(const Scenario& scenario, const Program& program,
                                                    const Given& given);

}  // namespace mailrig::scenario
