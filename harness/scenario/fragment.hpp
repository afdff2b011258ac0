// Fragments: lines that several dialogues share, scenarios/fragments/NAME.toml.
//   title = "…"   parameters = ["flags"]   dialogue = '''…'''
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "harness/scenario/diagnostic.hpp"

namespace mailrig::scenario {

struct Fragment {
  std::string title;
  std::vector<std::string> parameters;
  std::string dialogue;
  Location at;       // of the dialogue's first line
  bool good = true;  // no mistakes in its facts
};
using Fragments = std::map<std::string, Fragment, std::less<>>;  // by name

// Strict, as scenarios are. What its lines say is read where it is included.
[[nodiscard]] Fragment read_fragment(const std::string& file, std::string_view content,
                                     Diagnostics& mistakes);

}  // namespace mailrig::scenario
