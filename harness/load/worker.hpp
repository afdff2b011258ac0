// One thread of a run: its loop, its sessions, its part of the schedule, its book. It shares
// nothing; what it has counted it posts to the collector.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <vector>

#include "harness/load/session.hpp"

namespace mailrig::load {

inline constexpr std::chrono::seconds kTick{1};
inline constexpr std::chrono::milliseconds kHeartbeat{10};  // a timer that only measures our own lag
inline constexpr std::chrono::seconds kDrain{2};            // for bodies under way when the run ends
inline constexpr std::chrono::seconds kCleanUp{2};          // for all clean-ups together
inline constexpr std::chrono::milliseconds kBackOff{100};   // before a session that failed is replaced
inline constexpr std::size_t kBacklog = 100'000;            // arrivals that wait for a session, a thread

class Worker final : public Session::Owner {
 public:
  // Called on the worker's thread.
  struct Reports {
    std::function<void(std::uint64_t tick, Interval)> interval;
    std::function<void(Totals)> done;
  };

  Worker(const Plan& plan, Share share, Time start, Reports reports);
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;
  ~Worker() override;

  void run();         // until the schedule is over, on the caller's thread
  void stop_early();  // from any thread: ends with what is known

 private:
  // A closed session's place: when the one in it has ended, the next takes it.
  struct Place {
    std::uint32_t script = 0;
    std::unique_ptr<Session> session;
  };

  void ready(Session& session) override;
  void over(Session& session, bool failed) override;

  void start_closed();
  void start_open();
  void arrive();
  void dispatch(std::uint32_t script, Time intended);
  void fill(std::size_t place, std::uint32_t script, Time intended);
  [[nodiscard]] bool take_backlog(std::uint32_t script, Time& intended);
  [[nodiscard]] bool any_backlog(std::uint32_t& script, Time& intended);
  [[nodiscard]] bool evict_idle();
  void beat();
  void beat_out();
  void tick();
  void hand_over_interval();
  void phase_ends();
  void drain();
  void clean_up();
  void finish();
  [[nodiscard]] bool any_busy() const;
  [[nodiscard]] bool closed() const { return plan_.arrivals.kind == ArrivalKind::Closed; }

  const Plan& plan_;
  Share share_;
  Time start_;
  Reports reports_;
  net::Loop loop_;
  Book book_;
  Random random_;
  Schedule schedule_;
  std::vector<double> shares_;
  std::vector<Place> places_;
  std::vector<std::size_t> free_;               // open: places without a session
  std::vector<std::vector<std::size_t>> idle_;  // open: ready sessions, by script
  std::vector<std::deque<Time>> backlog_;       // open: arrivals without a session, by script
  std::size_t waiting_ = 0;                     // in all of backlog_
  std::unique_ptr<net::Timer> arrivals_, beats_, ticks_, phases_;
  Time next_arrival_{}, next_beat_{};
  std::uint64_t ticked_ = 0;
  std::uint64_t sessions_made_ = 0;
  Nanoseconds cpu_from_{};
  enum class Stage : std::uint8_t {
    Before,
    Measured,
    After,
    Draining,
    CleaningUp,
    Done
  } stage_ = Stage::Before;
};

}  // namespace mailrig::load
