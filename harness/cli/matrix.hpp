// mailrig check with several columns: the suite in each TLS mode or by each revision of IMAP (--axis), on
// several servers (--targets), or both, side by side on one loop. Each column is an ordinary run with its
// record and its reports.
#pragma once

#include <string>
#include <vector>

#include "harness/cli/check_options.hpp"

namespace mailrig::cli {

struct MatrixOptions {
  std::vector<std::string> axes;     // "tls=none,starttls,implicit"
  std::string targets;               // file of [[target]]
  std::vector<std::string> columns;  // only these

  void add(Command app);
  [[nodiscard]] bool wanted() const { return !axes.empty() || !targets.empty(); }
};

// One column before anything is asked.
struct ColumnPlan {
  std::string name;
  std::size_t server = 0;  // columns of one server share its capacity
  conformance::TargetSpec spec;
  std::string target_words;  // flags that run just this one again
  std::string baseline;      // file of its known failures; empty: none
};
// All that were asked for; complaints, a line each.
[[nodiscard]] std::string plan_columns(const TargetOptions& target, const MatrixOptions& matrix,
                                       const RatchetOptions& ratchet, std::vector<ColumnPlan>& plans);

// `all`: ids of all scenarios that there are. Throws Refusal. Returns the exit code of the whole: see
// reports::worst_exit_code().
[[nodiscard]] int check_matrix(const CheckOptions& options, std::vector<ColumnPlan> plans,
                               const std::vector<std::string>& all,
                               const std::vector<conformance::ScenarioPtr>& wanted);

}  // namespace mailrig::cli
