#include "harness/net/listener.hpp"

#include <cerrno>
#include <stdexcept>

#include <boost/asio/ip/v6_only.hpp>
#include <sys/socket.h>

#include "harness/net/handle.hpp"

namespace mailrig::net {

namespace {

constexpr int kBacklog = 4096;
constexpr int kAcceptsAtOnce = 64;                        // then others have their turn
constexpr std::chrono::milliseconds kBreathOnError{100};  // out of descriptors: try again later

class Accepting final : public boost::intrusive_ref_counter<Accepting, boost::thread_unsafe_counter> {
 public:
  Accepting(Loop::Impl& loop, std::shared_ptr<TlsContext> tls, Accepted accepted)
      : loop_(loop),
        acceptor_(loop.context),
        breath_(loop.context),
        tls_(std::move(tls)),
        accepted_(std::move(accepted)) {}

  void open(const asio::ip::tcp::endpoint& at) {
    six_ = at.address().is_v6();
    acceptor_.open(at.protocol());
    acceptor_.set_option(asio::socket_base::reuse_address(true));
    acceptor_.set_option(asio::ip::tcp::no_delay(true));  // what it accepts inherits this
    if (at.protocol() == asio::ip::tcp::v6()) acceptor_.set_option(asio::ip::v6_only(true));
    acceptor_.bind(at);
    acceptor_.listen(kBacklog);
    acceptor_.native_non_blocking(true);
    wait();
  }
  void stop() {
    stopped_ = true;
    accepted_ = nullptr;
    ErrorCode ignored;
    acceptor_.close(ignored);
    breath_.cancel();
  }
  [[nodiscard]] asio::ip::tcp::endpoint endpoint() const { return acceptor_.local_endpoint(); }

 private:
  using Ptr = boost::intrusive_ptr<Accepting>;

  void wait() {
    if (stopped_) return;
    acceptor_.async_wait(Acceptor::wait_read, [self = Ptr(this)](const ErrorCode& error) {
      if (!error) self->take();
    });
  }
  void take() {
    for (int i = 0; i < kAcceptsAtOnce && !stopped_; ++i) {
      const int fd = ::accept4(acceptor_.native_handle(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
      if (fd >= 0) {
        hand_over(fd);
      } else if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
        breathe();
        return;
      } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
        break;
      }
    }
    wait();
  }
  void hand_over(int fd) {
    Socket socket(loop_.context);
    ErrorCode error;
    socket.assign(protocol(), fd, error);
    if (error) {
      ::close(fd);
      return;
    }
    const Core::Ptr core(new Core(loop_, nullptr, kWriteLimit));
    core->adopt(std::move(socket), tls_);
    // A copy: the listener may be destroyed inside.
    const Accepted accepted = accepted_;
    accepted(std::make_unique<Handle>(core));
  }
  void breathe() {
    breath_.expires_after(kBreathOnError);
    breath_.async_wait([self = Ptr(this)](const ErrorCode& error) {
      if (!error) self->wait();
    });
  }
  [[nodiscard]] asio::ip::tcp protocol() const { return six_ ? asio::ip::tcp::v6() : asio::ip::tcp::v4(); }

  Loop::Impl& loop_;
  Acceptor acceptor_;
  SteadyTimer breath_;
  std::shared_ptr<TlsContext> tls_;
  Accepted accepted_;
  bool stopped_ = false;
  bool six_ = false;
};

class PortListener final : public Listener {
 public:
  explicit PortListener(boost::intrusive_ptr<Accepting> accepting) : accepting_(std::move(accepting)) {}
  PortListener(const PortListener&) = delete;
  PortListener& operator=(const PortListener&) = delete;
  ~PortListener() override { accepting_->stop(); }
  [[nodiscard]] Endpoint endpoint() const override {
    const auto at = accepting_->endpoint();
    return {at.address().to_string(), at.port()};
  }

 private:
  boost::intrusive_ptr<Accepting> accepting_;
};

asio::ip::tcp::endpoint resolve(Loop::Impl& loop, const Endpoint& endpoint) {
  ErrorCode error;
  const auto address = asio::ip::make_address(endpoint.host, error);
  if (!error) return {address, endpoint.port};
  return loop.resolver.resolve(endpoint.host, std::to_string(endpoint.port)).begin()->endpoint();
}

}  // namespace

std::unique_ptr<Listener> make_listener(Loop::Impl& loop, const Endpoint& endpoint,
                                        std::shared_ptr<TlsContext> tls, Accepted accepted) {
  const boost::intrusive_ptr<Accepting> accepting(new Accepting(loop, std::move(tls), std::move(accepted)));
  try {
    accepting->open(resolve(loop, endpoint));
  } catch (const boost::system::system_error& error) {
    throw std::runtime_error("cannot listen on " + to_string(endpoint) + ": " + error.code().message());
  }
  return std::make_unique<PortListener>(accepting);
}

}  // namespace mailrig::net
