// Which scenarios are wanted, and why some of those can't run on this target.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/conformance/target.hpp"
#include "harness/scenario/compile.hpp"
#include "harness/scenario/scenario.hpp"

namespace mailrig::conformance {

using ScenarioPtr = std::shared_ptr<const scenario::Scenario>;

struct Selection {
  std::vector<std::string> patterns;   // ids or globs: "imap/**", "*/starttls/*"; none: all
  std::vector<std::string> excluded;   // likewise
  std::vector<std::string> protocols;  // "smtp", "imap", "pop3"; submission counts as smtp
  std::vector<std::string> rfcs;       // "9051", "9051#6.3": that section and what is below it
  std::vector<std::string> tags;
};

// "*" and "?" stay within a folder, "**" goes across; an id also names what is below it.
[[nodiscard]] bool matches_glob(std::string_view pattern, std::string_view id);
// "9051#6.3" and rfc 9051 section 6.3.2.
[[nodiscard]] bool matches_rfc(std::string_view wanted, std::uint16_t rfc, std::string_view section);
[[nodiscard]] bool selected(const Selection& selection, const scenario::Scenario& scenario);
// Patterns, RFCs and tags that no scenario has: with what they might have meant. A line each.
[[nodiscard]] std::string unmatched(const Selection& selection, const std::vector<ScenarioPtr>& all);

// What the target offers to one scenario: both outlive it. `needs` and 'if offered' are judged by it.
class TargetOffer final : public scenario::Offer {
 public:
  TargetOffer(const scenario::Scenario& scenario, const Target& target)
      : scenario_(scenario), target_(target) {}
  [[nodiscard]] bool has(const scenario::Need& need) const override;

 private:
  const scenario::Scenario& scenario_;
  const Target& target_;
};

// Why it can't run; nothing if it can.
[[nodiscard]] std::optional<std::string> why_skipped(const scenario::Scenario& scenario,
                                                     const Target& target);
// A need with its service named: "imap:MOVE", "!imap:UIDPLUS", "imap:tls", "imap", "accounts:2".
[[nodiscard]] std::string need_word(const scenario::Need& need);
// Why its program can't be played there; empty if it can.
[[nodiscard]] std::string why_not(const scenario::Program& program, const Target& target);
// Whether its program speaks of an account at all.
[[nodiscard]] bool needs_account(const scenario::Program& program);

}  // namespace mailrig::conformance
