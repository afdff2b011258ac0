// What the sessions of one thread write their results into. Counts of the measured phase go by the
// clock, latencies by the intended start: a start in the phase counts however late it ends.
#pragma once

#include <vector>

#include "harness/load/plan.hpp"
#include "harness/load/stats.hpp"

namespace mailrig::load {

using play::Time;

inline constexpr std::chrono::milliseconds kLateStart{5};  // later than intended by more is late

class Book {
 public:
  Book(const Plan& plan, Time start);

  void started(Time intended, Time now);
  void lag(Nanoseconds late, Time now);  // of the generator's own
  void command(std::uint32_t script, scenario::ClientIndex client, std::string_view verb, Time sent, Time now,
               bool accepted);
  void finished(std::uint32_t script, Time intended, Time started, Time now);
  void failed(std::uint32_t script, Time intended, Time now, std::string_view kind);
  // Ended by the run's end: at least as long as this.
  void unfinished(std::uint32_t script, Time intended, Time now);
  // Connections are counted over the whole run: kept ones are made before it is measured.
  void traffic(const drive::Traffic& now, const drive::Traffic& before, Time at);

  [[nodiscard]] bool measured(Time at) const { return at >= from_ && at < to_; }
  [[nodiscard]] Time start() const { return start_; }
  Interval interval;
  Totals totals;

 private:
  // A command's series, by the address of its verb, which has the program's lifetime.
  struct Known {
    const char* verb;
    scenario::ClientIndex client;
    std::size_t series;
  };
  [[nodiscard]] std::size_t series(std::uint32_t script, scenario::ClientIndex client, std::string_view verb);

  const Plan& plan_;
  Time start_, from_, to_;
  std::vector<std::vector<Known>> known_;  // by script
};

}  // namespace mailrig::load
