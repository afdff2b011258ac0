#include <boost/asio/post.hpp>
#include <sys/socket.h>

#include "harness/net/dialling.hpp"

namespace mailrig::net {

std::string_view name(Ending ending) {
  switch (ending) {
    case Ending::Fin:
      return "fin";
    case Ending::Reset:
      return "reset";
    case Ending::TlsAlert:
      return "tls-alert";
    case Ending::TlsFailed:
      return "tls-failed";
    case Ending::DeflateFailed:
      return "deflate-failed";
    case Ending::Refused:
      return "refused";
    case Ending::Unreachable:
      return "unreachable";
    case Ending::NoSuchHost:
      return "no-such-host";
    case Ending::TimedOut:
      return "timed-out";
    case Ending::Overflow:
      return "overflow";
    case Ending::NoSockets:
      return "no-sockets";
    case Ending::Local:
      return "local";
  }
  return "?";
}

std::optional<Ending> ending_named(std::string_view word) {
  for (std::uint8_t i = 0; i <= static_cast<std::uint8_t>(Ending::Local); ++i) {
    if (name(static_cast<Ending>(i)) == word) return static_cast<Ending>(i);
  }
  return std::nullopt;
}

// From the loop: how it ended is told now. What is queued still goes out when the peer only ended
// its own side.
void Core::end(const Closing& closing) {
  if (state_ == State::Closed) return;
  const Ptr self(this);
  deadline_.reset();
  const bool in_order = closing.ending == Ending::Fin && !write_failed_ && socket_.is_open();
  if (in_order && tls_) {
    tls_->close_notify();
    send_cipher();
  }
  if (in_order && !out_.empty()) {
    state_ = State::Closing;
    waiting_close_ = true;
    start_deadline(kLingerTime);
  } else {
    drop();
  }
  tell(closing);
}

void Core::tell(const Closing& closing) {
  if (end_told_) return;
  end_told_ = true;
  if (handler_ != nullptr) std::exchange(handler_, nullptr)->closed(closing);
}

void Core::end_soon(Closing closing) {
  if (state_ == State::Closed || end_told_) return;
  state_ = State::Closing;
  later([self = Ptr(this), closing = std::move(closing)] { self->end(closing); });
}

// In order: what was written goes out first, then close_notify, then our FIN.
void Core::close() {
  if (waiting_close_ || state_ == State::Closed || state_ == State::Closing) return;
  if (state_ == State::Connecting || (tls_ && !tls_->handshaken())) {
    end_soon({});
    return;
  }
  waiting_close_ = true;
  state_ = State::Closing;
  if (tls_ && !half_closed_) {
    tls_->close_notify();
    send_cipher();
  }
  if (out_.empty()) {
    later([self = Ptr(this)] { self->finish_close(); });
  } else {
    start_deadline(kLingerTime);
  }
}

// A server that closes with octets unread would send RST, and its last reply could be lost on the
// way: it takes leave first (FIN out, then reads until the peer's). A client need not.
void Core::finish_close() {
  if (state_ == State::Closed || lingering_) return;
  const Ptr self(this);
  if (accepted_ && !write_failed_ && !end_told_) {
    linger();
  } else {
    drop();
  }
  tell({});
}

void Core::linger() {
  shut_write();
  lingering_ = true;
  thrown_away_ = 0;
  paused_ = false;
  budget_ = kNoBudget;
  held_ = false;
  if (!deadline_) start_deadline(kLingerTime);
  read();
}

void Core::shut_write() {
  ErrorCode ignored;
  socket_.shutdown(Socket::shutdown_send, ignored);
}

void Core::half_close() {
  if (half_closed_ || state_ != State::Open) return;
  half_closed_ = true;
  if (tls_) {
    tls_->close_notify();
    send_cipher();
  }
  if (out_.empty()) shut_write();
}

void Core::reset() {
  if (state_ == State::Closed) return;
  ErrorCode ignored;
  if (socket_.is_open()) {
    socket_.set_option(Socket::linger(true, 0), ignored);
    socket_.close(ignored);
  }
  waiting_close_ = false;
  end_soon({});
}

// The socket goes, at once. Operations under way end with an error and let go of the core.
void Core::drop() {
  state_ = State::Closed;
  lingering_ = false;
  deadline_.reset();
  ErrorCode ignored;
  if (socket_.is_open()) socket_.close(ignored);
  out_ = {};
  early_ = {};
}

void Core::abandon() {
  handler_ = nullptr;
  if (!waiting_close_ && !lingering_) drop();
}

const TlsInfo& Core::tls() const {
  static const TlsInfo kNone;
  return secure() ? tls_->info() : kNone;
}

std::string Core::address(bool remote) const {
  ErrorCode error;
  const auto endpoint = remote ? socket_.remote_endpoint(error) : socket_.local_endpoint(error);
  return error ? std::string() : to_string({endpoint.address().to_string(), endpoint.port()});
}

std::size_t Core::octets() const {
  const std::size_t tls = tls_ ? sizeof(TlsStream) + kTlsOctets : 0;
  return sizeof(*this) + out_.capacity() + early_.capacity() + tls +
         (compression_ ? compression_->octets() : 0);
}

}  // namespace mailrig::net
