// Sinks that keep events, or hand them on.
#pragma once

#include <functional>
#include <mutex>
#include <vector>

#include "harness/record/event.hpp"

namespace mailrig::record {

// Keeps all events, in the order in which they came. put() may be called from several threads;
// events() only when none of them is at it.
class Memory : public Sink {
 public:
  void put(const Event& event) override;
  [[nodiscard]] const std::vector<Event>& events() const { return events_; }
  [[nodiscard]] std::vector<Event> take() { return std::move(events_); }

 private:
  std::mutex mutex_;
  std::vector<Event> events_;
};

// Hands each event to all of its sinks, in order. Owns none of them.
class Tee : public Sink {
 public:
  explicit Tee(std::vector<std::reference_wrapper<Sink>> sinks) : sinks_(std::move(sinks)) {}
  void put(const Event& event) override;

 private:
  std::vector<std::reference_wrapper<Sink>> sinks_;
};

}  // namespace mailrig::record
