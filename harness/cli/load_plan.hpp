// From a profile and a probed target to a plan: scenarios are found and compiled for the target,
// messages made, accounts dealt to the sessions.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "harness/conformance/target.hpp"
#include "harness/load/plan.hpp"
#include "harness/load/profile.hpp"
#include "harness/scenario/scenario.hpp"

namespace mailrig::cli {

using ScenarioPtr = std::shared_ptr<const scenario::Scenario>;

// The corpus, and "generated": the first of the plan's messages.
[[nodiscard]] std::vector<std::string> make_messages(const load::Profile& profile);
// What the scenarios of a folder share, and a message "generated" that a profile makes.
[[nodiscard]] scenario::Library library_for_load(const std::filesystem::path& root, std::string generated,
                                                 scenario::Diagnostics& mistakes);
// The profile's scenarios, in its order: ID.toml beside the profile, or below `root`.
[[nodiscard]] std::vector<ScenarioPtr> find_profile_scenarios(const load::Profile& profile,
                                                              const std::filesystem::path& root,
                                                              scenario::Diagnostics& mistakes);
// Complaints, a line each, when the target lacks something. Remarks are for the record.
[[nodiscard]] std::string make_plan(const load::Profile& profile, const std::vector<ScenarioPtr>& scenarios,
                                    const std::shared_ptr<const conformance::Target>& target,
                                    load::Plan& plan, std::vector<std::string>& remarks);

}  // namespace mailrig::cli
