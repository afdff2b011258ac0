// Differences that are no news: a list of which scenarios, what, and why. An entry that explains nothing any
// more is out of date.
//   [[expected]]
//   id      = "imap/**"                                # a scenario's id, a folder or a glob; several: an
//   array pattern = 'CAPABILITY: capability (SORT|THREAD=\S+): - \| yes'   # RE2, somewhere in the line of a
//   difference reason  = "only b offers it" clause  = "RFC 3501 7.2.1"                         # may be left
//   out
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "harness/compare/difference.hpp"
#include "harness/conformance/selection.hpp"
#include "harness/scenario/diagnostic.hpp"
#include "reports/diff.hpp"

namespace re2 {
class RE2;
}

namespace mailrig::cli {

class ExpectedDifferences {
 public:
  // Strict: mistakes with their places.
  void read(const std::string& file, std::string_view content, scenario::Diagnostics& mistakes);
  // Of each difference the first entry that fits. An entry is stale if nothing that was compared fits it
  // and all scenarios that it names, of `all`, were compared.
  [[nodiscard]] reports::ExplainedDifferences explain(const compare::Comparison& comparison,
                                                      const std::vector<conformance::ScenarioPtr>& all) const;
  [[nodiscard]] std::vector<reports::Explanation> explanations() const;

 private:
  struct Entry {
    std::vector<std::string> ids;
    std::shared_ptr<const re2::RE2> pattern;
    reports::Explanation explanation;
    bool race = false;  // two clients at once: it comes and goes, and is never stale
    [[nodiscard]] bool names(std::string_view id) const;
  };
  std::vector<Entry> entries_;
};

}  // namespace mailrig::cli
