#include <boost/asio/post.hpp>

#include "harness/net/dialling.hpp"

namespace mailrig::net {

namespace {

namespace error = asio::error;

Ending ending_of(const ErrorCode& code) {
  if (code == error::connection_refused) return Ending::Refused;
  if (code == error::connection_reset) return Ending::Reset;
  if (code == error::timed_out) return Ending::TimedOut;
  for (const int ours : {EMFILE, ENFILE, ENOBUFS, ENOMEM, EADDRNOTAVAIL}) {
    if (code.value() == ours) return Ending::NoSockets;
  }
  return Ending::Unreachable;
}

}  // namespace

Core::Core(Loop::Impl& loop, Handler* handler, std::size_t write_limit)
    : loop_(loop), handler_(handler), socket_(loop.context), write_limit_(write_limit) {}

Core::~Core() = default;

void Core::connect(const ConnectOptions& options) {
  dialling_ = std::make_unique<Dialling>();
  dialling_->options = options;
  start_deadline(options.timeout);
  ErrorCode bad;
  const auto address = asio::ip::make_address(options.endpoint.host, bad);
  if (!bad) {
    dialling_->candidates.emplace_back(address, options.endpoint.port);
    dial();
    return;
  }
  loop_.resolver.async_resolve(
      options.endpoint.host, std::to_string(options.endpoint.port),
      [self = Ptr(this)](const ErrorCode& code, const asio::ip::tcp::resolver::results_type& found) {
        self->resolved(code, found);
      });
}

void Core::resolved(const ErrorCode& code, const asio::ip::tcp::resolver::results_type& found) {
  if (state_ != State::Connecting) return;
  if (code || found.empty()) {
    end({Ending::NoSuchHost, dialling_->options.endpoint.host + ": " + code.message()});
    return;
  }
  for (const auto& entry : found) dialling_->candidates.push_back(entry.endpoint());
  dial();
}

// Candidates one after another. Failures come through dialled(), from the loop.
void Core::dial() {
  Dialling& at = *dialling_;
  const asio::ip::tcp::endpoint to = at.candidates[at.next++];
  ErrorCode code;
  if (socket_.is_open()) socket_.close(code);
  socket_.open(to.protocol(), code);
  if (!code) socket_.set_option(asio::ip::tcp::no_delay(true), code);
  if (!code && !at.options.source_address.empty()) {
    const auto source = asio::ip::make_address(at.options.source_address, code);
    // The port is picked at connect() then, for this pair of addresses alone: more of them fit.
    const int yes = 1;
    ::setsockopt(socket_.native_handle(), IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &yes, sizeof yes);
    if (!code) socket_.bind({source, 0}, code);
  }
  if (code) {
    later([self = Ptr(this), code] { self->dialled(code); });
    return;
  }
  socket_.async_connect(to, [self = Ptr(this)](const ErrorCode& result) { self->dialled(result); });
}

void Core::dialled(const ErrorCode& code) {
  if (state_ != State::Connecting) return;
  if (!code) {
    opened();
    return;
  }
  if (dialling_->next < dialling_->candidates.size()) {
    dial();
    return;
  }
  end({ending_of(code), to_string(dialling_->options.endpoint) + ": " + code.message()});
}

void Core::opened() {
  std::shared_ptr<TlsContext> tls = std::move(dialling_->options.tls);
  dialling_.reset();
  state_ = State::Open;
  if (tls) {
    begin_tls(std::move(tls), true);
    send_cipher();
    read();
    return;
  }
  deadline_.reset();
  const Ptr self(this);
  flush_early();
  if (handler_ != nullptr) handler_->connected();
  read();
}

void Core::adopt(Socket socket, std::shared_ptr<TlsContext> tls) {
  socket_ = std::move(socket);
  accepted_ = true;
  state_ = State::Open;
  if (tls) {
    begin_tls(std::move(tls), true);
    read();
    return;
  }
  later([self = Ptr(this)] {
    if (self->state_ != State::Open) return;
    if (self->handler_ != nullptr) self->handler_->connected();
    self->read();
  });
}

void Core::start_deadline(std::chrono::milliseconds time) {
  deadline_.emplace(loop_.context.get_executor(), time);
  deadline_->async_wait([self = Ptr(this)](const ErrorCode& code) {
    if (code || !self->deadline_ || self->deadline_->expiry() > Clock::now()) return;
    if (self->state_ == State::Connecting || self->implicit_) {
      self->end({Ending::TimedOut, "connecting took too long"});
    } else {
      self->drop();
      self->tell({});
    }
  });
}

void Core::begin_tls(std::shared_ptr<TlsContext> context, bool implicit) {
  implicit_ = implicit;
  tls_ = std::make_unique<TlsStream>(std::move(context), loop_.cipher);
  tls_->feed({});
  // A client's first message. That it can't be made is no doing of the peer's.
  if (tls_->step({}) != TlsStream::Step::Failed) return;
  Closing closing = tls_->failure();
  closing.ending = Ending::Local;
  end_soon(std::move(closing));
}

void Core::start_tls(std::shared_ptr<TlsContext> context) {
  if (state_ != State::Open || tls_ || waiting_close_) return;
  begin_tls(std::move(context), false);
  send_cipher();
}

}  // namespace mailrig::net
