// The flags that say which scenarios: where they are and which of them. For check and list.
#pragma once

#include <string>
#include <vector>

#include "harness/cli/command.hpp"
#include "harness/conformance/selection.hpp"

namespace mailrig::cli {

class ScenarioOptions {
 public:
  void add(Command app);
  // All of the folder, and those that are wanted. Returns complaints, a line each; none: fine.
  [[nodiscard]] std::string load(std::vector<conformance::ScenarioPtr>& all,
                                 std::vector<conformance::ScenarioPtr>& wanted) const;
  [[nodiscard]] const std::string& folder() const { return folder_; }

 private:
  std::string folder_;
  conformance::Selection selection_;
};

}  // namespace mailrig::cli
