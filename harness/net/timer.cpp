#include "harness/net/timer.hpp"

#include <boost/smart_ptr/intrusive_ptr.hpp>
#include <boost/smart_ptr/intrusive_ref_counter.hpp>

namespace mailrig::net {

namespace {

constexpr Time kNever = Time::max();

// The wait that is under way may end before the deadline, which has been moved since: it then waits
// for the rest. Only an earlier deadline has to begin again.
class Lazy final : public boost::intrusive_ref_counter<Lazy, boost::thread_unsafe_counter> {
 public:
  explicit Lazy(Loop::Impl& loop) : timer_(loop.context) {}

  void arm(Time when, std::function<void()> ring) {
    ring_ = std::move(ring);
    when_ = when;
    if (when < waits_until_) wait();
  }
  void disarm() {
    when_ = kNever;
    ring_ = nullptr;
  }
  void abandon() {
    disarm();
    timer_.cancel();
  }

 private:
  void wait() {
    waits_until_ = when_;
    timer_.expires_at(when_);
    timer_.async_wait([self = boost::intrusive_ptr<Lazy>(this), until = when_](const ErrorCode& error) {
      if (!error && until == self->waits_until_) self->woken();
    });
  }
  void woken() {
    waits_until_ = kNever;
    if (when_ == kNever) return;
    if (Clock::now() < when_) {
      wait();
      return;
    }
    when_ = kNever;
    const std::function<void()> ring = std::move(ring_);
    ring_ = nullptr;
    if (ring) ring();
  }

  SteadyTimer timer_;
  Time when_ = kNever;
  Time waits_until_ = kNever;
  std::function<void()> ring_;
};

class LazyTimer final : public Timer {
 public:
  explicit LazyTimer(Loop::Impl& loop) : lazy_(new Lazy(loop)) {}
  LazyTimer(const LazyTimer&) = delete;
  LazyTimer& operator=(const LazyTimer&) = delete;
  ~LazyTimer() override { lazy_->abandon(); }
  void arm(Time when, std::function<void()> ring) override { lazy_->arm(when, std::move(ring)); }
  void disarm() override { lazy_->disarm(); }

 private:
  boost::intrusive_ptr<Lazy> lazy_;
};

}  // namespace

std::unique_ptr<Timer> make_timer(Loop::Impl& loop) {
  return std::make_unique<LazyTimer>(loop);
}

}  // namespace mailrig::net
