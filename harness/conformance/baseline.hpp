// The list of known failures (TOML): what fails, how, and why we live with it.
//
//   [[known]]
//   id      = "imap/fetch/bad-syntax"
//   verdict = "fail"                             # or "weak", "blocked"
//   reason  = "Reported upstream as 4711; our clients never send it."
//   shape   = ["S: NO|BAD (rfc3501 9 MUST): differs, OK"]
//
//   [[flaky]]
//   id       = "smtp/data/large"
//   reason   = "The queue manager races its own cleaner."
//   at-least = "7/10"
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "harness/conformance/shape.hpp"
#include "harness/record/event.hpp"
#include "harness/scenario/diagnostic.hpp"
#include "harness/scenario/keys.hpp"

namespace mailrig::conformance {

inline constexpr std::string_view kUnexplained = "to be explained";
inline constexpr std::uint32_t kRateLimit = 1'000'000;

// So many of so many attempts pass.
struct Rate {
  std::uint32_t passed = 0, of = 1;
  [[nodiscard]] double share() const { return static_cast<double>(passed) / of; }
};
[[nodiscard]] std::string shown(const Rate& rate);  // "7/10"

struct Lines {
  std::uint32_t first = 0, last = 0;  // of an entry, or of a key and its value
};

struct Entry {
  enum class List : std::uint8_t { Known, Flaky } list = List::Known;
  std::string id, reason;
  record::Verdict verdict = record::Verdict::Fail;  // Known: Fail, Weak or Blocked
  Shape shape;                                      // Known
  Rate at_least;                                    // Flaky
  Lines lines;                                      // from its header to its last value
  Lines verdict_lines, shape_lines, rate_lines;     // 0: the key is not there
};

struct Baseline {
  std::string file;
  std::vector<Entry> entries;  // as they stand in the file
  [[nodiscard]] const Entry* find(std::string_view id) const;
};

// Strict: every mistake with its place.
[[nodiscard]] Baseline read_baseline(const std::string& file, std::string_view content,
                                     scenario::Diagnostics& mistakes);
// Entries whose reason nobody has written yet: a sentence each.
[[nodiscard]] std::vector<std::string> remarks(const Baseline& baseline);

[[nodiscard]] std::span<const scenario::Key> baseline_keys();

}  // namespace mailrig::conformance
