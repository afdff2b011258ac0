// Variables of a scenario that nothing looks at.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "harness/scenario/diagnostic.hpp"
#include "harness/scenario/scenario.hpp"

namespace mailrig::cli {

// Bound once and never used: ${_} says as much. One that is bound again is used: it is compared.
[[nodiscard]] scenario::Diagnostics unused_variables(const scenario::Scenario& scenario);
// Names of the scenario's constants (its cases' values) and mailboxes that no line says.
[[nodiscard]] std::vector<std::string> unsaid_names(const scenario::Scenario& scenario);

}  // namespace mailrig::cli
