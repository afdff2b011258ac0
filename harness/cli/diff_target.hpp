// One side of a comparison: a server, or a run that was recorded.
//   release.toml                                       a target file
//   "imap=127.0.0.1:143 user=alice password=secret"    its keys and values in words
//   out/record.jsonl                                   a record that was kept whole (check --keep-wire)
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "harness/cli/target_options.hpp"
#include "harness/record/event.hpp"

namespace mailrig::cli {

struct DiffTarget {
  std::string words;  // as given, without secrets
  conformance::TargetSpec spec;
  std::vector<record::Event> events;  // of a record; empty: it is a server
  [[nodiscard]] bool recorded() const { return !events.empty(); }
};

// `flag`: for complaints. A line each; none: fine.
[[nodiscard]] std::string read_diff_target(const std::string& flag, const std::string& words,
                                           const TargetOptions& shared, DiffTarget& target);

// "a=b c=\"d e\"" without its password and token: what names a side in reports.
[[nodiscard]] std::string without_secrets(std::string_view words);
// The same as TOML, a line for each word.
[[nodiscard]] std::string words_as_toml(std::string_view words);

}  // namespace mailrig::cli
