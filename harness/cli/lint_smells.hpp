// What is no mistake and yet worth knowing of a scenario: deviations that no server here has, clauses
// that no requirement knows, names that nothing uses.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "harness/scenario/diagnostic.hpp"
#include "harness/scenario/requirements.hpp"
#include "harness/scenario/scenario.hpp"

namespace mailrig::cli {

// What a file is looked at beside.
struct Suite {
  const scenario::Requirements& requirements;
  bool own = false;  // the file is one of that folder's
};
// `scenarios`: of the file, all its cases; none if it has mistakes.
void find_smells(const std::string& file, std::string_view content,
                 const std::vector<scenario::Scenario>& scenarios, const Suite& suite,
                 scenario::Diagnostics& warnings);

}  // namespace mailrig::cli
