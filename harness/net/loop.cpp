#include "harness/net/loop.hpp"

#include <boost/asio/post.hpp>

#include "harness/net/handle.hpp"
#include "harness/net/listener.hpp"
#include "harness/net/timer.hpp"

namespace mailrig::net {

// The reactor is left without locks: only post() and stop() come from other threads, and they go
// through the scheduler, which has them.
Loop::Impl::Impl()
    : context(BOOST_ASIO_CONCURRENCY_HINT_UNSAFE_IO),
      work(context.get_executor()),
      resolver(context),
      scratch(kReadChunk),
      plain(kPlainChunk),
      inflated(kPlainChunk) {}

Loop::Loop() : impl_(std::make_unique<Impl>()) {}
Loop::~Loop() = default;

std::unique_ptr<Connection> Loop::connect(const ConnectOptions& options, Handler& handler) {
  const Core::Ptr core(new Core(*impl_, &handler, options.write_limit));
  core->connect(options);
  return std::make_unique<Handle>(core);
}

std::unique_ptr<Listener> Loop::listen(const Endpoint& endpoint, std::shared_ptr<TlsContext> tls,
                                       Accepted accepted) {
  return make_listener(*impl_, endpoint, std::move(tls), std::move(accepted));
}

std::unique_ptr<Timer> Loop::timer() {
  return make_timer(*impl_);
}

namespace {

void wait_for(Signal& signal) {
  signal.set.async_wait([&signal](const ErrorCode& error, int number) {
    if (error) return;
    signal.ring(number);
    wait_for(signal);
  });
}

}  // namespace

void Loop::on_signal(int signal, std::function<void(int)> ring) {
  Signal& made = impl_->signals.emplace_back(impl_->context.get_executor());
  made.ring = std::move(ring);
  made.set.add(signal);
  wait_for(made);
}

void Loop::post(std::function<void()> work) {
  asio::post(impl_->context, std::move(work));
}

void Loop::run() {
  impl_->context.run();
  impl_->context.restart();
}

void Loop::run_for(std::chrono::milliseconds time) {
  impl_->context.run_for(time);
  if (impl_->context.stopped()) impl_->context.restart();
}

void Loop::stop() {
  impl_->context.stop();
}

}  // namespace mailrig::net
