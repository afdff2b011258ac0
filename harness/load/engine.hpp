// A whole run: starts the threads, adds up what they count, tells the record once a second, judges
// the objectives. The caller's loop is the collector, and stays free for signals.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "harness/load/worker.hpp"
#include "harness/record/event.hpp"

namespace mailrig::load {

// Past these the run is invalid: the generator, not the target, was the limit.
inline constexpr std::chrono::milliseconds kLagLimit{50};  // at kLagQuantile of its own timers
inline constexpr double kLagQuantile = 0.99;

struct Outcome {
  bool interrupted = false;
  bool unreachable = false;          // nothing but connections that could not be had
  std::vector<std::string> missed;   // objectives
  std::vector<std::string> invalid;  // why the run does not count
  [[nodiscard]] int exit_code() const;
};

class Engine {
 public:
  // `status` takes the live line, once a second; may be empty. All arguments outlive the engine.
  Engine(net::Loop& loop, const Plan& plan, record::Sink& sink,
         std::function<void(const std::string&)> status);
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;
  ~Engine();

  // Runs the loop until the end. Emits everything from the first PhaseStarted to RunEnded.
  [[nodiscard]] Outcome run();
  void stop();  // on the loop's thread: ends soon, with what is known

 private:
  struct Ticking {
    Interval sum;
    std::uint32_t threads = 0;
  };
  void collect(std::uint64_t tick, const Interval& interval);
  void emit_ticks(bool all);
  void emit_tick(std::uint64_t tick, const Interval& interval);
  void enter_phases(Nanoseconds until);
  void thread_done(const Totals& totals);
  void emit_series();
  [[nodiscard]] record::LoadEnded ended() const;
  [[nodiscard]] Outcome judge(const record::LoadEnded& ended) const;
  [[nodiscard]] record::Elapsed at() const { return loop_.now() - start_; }

  net::Loop& loop_;
  const Plan& plan_;
  record::Sink& sink_;
  std::function<void(const std::string&)> status_;
  Time start_{};
  std::vector<std::unique_ptr<Worker>> workers_;
  std::vector<std::thread> threads_;
  std::vector<Ticking> ticks_;
  std::size_t emitted_ = 0;
  std::uint32_t done_ = 0;
  bool interrupted_ = false;
  std::size_t entered_ = 0;  // phases
  Totals totals_;
};

// Over all scenarios: what objectives without a series speak of.
[[nodiscard]] std::vector<std::string> missed_objectives(const std::vector<Objective>& objectives,
                                                         const std::vector<record::Series>& series,
                                                         const record::LoadEnded& ended);
[[nodiscard]] std::string status_line(const record::Tick& tick, Nanoseconds whole);

}  // namespace mailrig::load
