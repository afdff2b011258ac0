// What one thread counts. Nobody else touches it; once a tick the interval's part is handed over,
// at the end the whole.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "harness/load/arrivals.hpp"
#include "harness/record/event.hpp"
#include "harness/record/histogram.hpp"

namespace mailrig::load {

inline constexpr std::size_t kErrorKinds = 30;  // further ones are counted as "other"

struct Counts {
  std::uint64_t started = 0, finished = 0, failed = 0, commands = 0, late_starts = 0;
  std::uint64_t bytes_sent = 0, bytes_received = 0, connections = 0;
  void add(const Counts& other);
};

// Since the last tick.
struct Interval {
  Counts counts;
  std::uint32_t open_connections = 0;
  record::Histogram latency;  // scenarios, corrected
  Nanoseconds lag{};          // worst
  void add(const Interval& other);
};

struct CommandSeries {
  std::string name;  // "smtp MAIL"
  record::Histogram latency;
  std::uint64_t failed = 0;
};
struct ScenarioSeries {
  record::Histogram corrected, uncorrected;
  std::uint64_t failed = 0;
};

// Over the measured phase.
struct Totals {
  Counts counts;
  std::vector<CommandSeries> commands;
  std::vector<ScenarioSeries> scenarios;  // by index of the script
  std::map<std::string, std::uint64_t, std::less<>> errors;
  record::Histogram lag;
  Nanoseconds cpu{};  // of the thread
  void add(const Totals& other);
  void error(std::string_view kind);
  // The series of that name, made if it is new.
  [[nodiscard]] std::size_t command(std::string_view name);
};

}  // namespace mailrig::load
