// The list of known failures brought up to date with a run. Reasons, comments and all that needs no change
// stay as they are, octet for octet; new entries come in order where the list is in order.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "harness/conformance/ratchet.hpp"

namespace mailrig::conformance {

struct Update {
  std::string text;                  // the whole file
  std::vector<std::string> changes;  // a line each: "+ imap/x  fail", "~ imap/y  …", "- imap/z  passes now"
  std::size_t kept = 0;              // entries that stay as they are
};

// `baseline` was read from `content`.
[[nodiscard]] Update update_baseline(std::string_view content, const Baseline& baseline,
                                     std::span<const Outcome> outcomes, const RatchetOptions& options,
                                     const std::vector<std::string>& all);

}  // namespace mailrig::conformance
