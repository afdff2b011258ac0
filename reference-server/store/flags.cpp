#include <algorithm>

#include "reference-server/store/ascii.hpp"
#include "reference-server/store/store.hpp"

namespace mailrig::server {

void normalise(Flags& flags) {
  auto& words = flags.keywords;
  std::stable_sort(words.begin(), words.end(),
                   [](const std::string& a, const std::string& b) { return compare_without_case(a, b) < 0; });
  words.erase(std::unique(words.begin(), words.end(),
                          [](const std::string& a, const std::string& b) { return wire::iequals(a, b); }),
              words.end());
}

}  // namespace mailrig::server
