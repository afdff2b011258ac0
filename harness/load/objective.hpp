// What a run has to reach: "p99 < 200ms", "errors < 1%", "smtp/load/deliver: max < 2s", "rate > 100".
//   objective = [ series ":" SP ] metric SP ( "<" / ">" ) SP value
//   metric    = "p" number / "mean" / "max" / "errors" / "late" / "rate"
// Times are of scenarios, corrected; a series is a scenario's id or a command ("smtp MAIL").
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace mailrig::load {

struct Objective {
  enum class Metric : std::uint8_t { Quantile, Mean, Max, Errors, Late, Rate } metric = Metric::Quantile;
  double quantile = 0;
  bool below = true;
  double limit = 0;    // seconds; a share for errors and late; starts a second for rate
  std::string series;  // empty: all scenarios together
  std::string source;  // as written
};

// Nothing, and why in `mistake`.
[[nodiscard]] std::optional<Objective> parse_objective(std::string_view text, std::string& mistake);
// "200ms", "1.5s", "2m", "1h", "250us".
[[nodiscard]] std::optional<std::chrono::nanoseconds> parse_duration(std::string_view text);
[[nodiscard]] std::string show_seconds(double seconds);  // "1.25 s", "830 ms", "95 µs"

}  // namespace mailrig::load
