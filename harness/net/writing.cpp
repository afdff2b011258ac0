#include <cerrno>

#include <boost/asio/post.hpp>
#include <sys/socket.h>

#include "harness/net/dialling.hpp"

namespace mailrig::net {

void Core::write(std::string_view bytes) {
  if (bytes.empty() || waiting_close_ || half_closed_) return;
  if (state_ == State::Connecting || (state_ == State::Open && tls_ && !tls_->handshaken())) {
    early_.append(bytes);
  } else if (state_ == State::Open) {
    pass_down(bytes);
  }
  if (unsent() > write_limit_) end_soon({Ending::Overflow, "the peer does not read"});
}

// First compression, then TLS, whichever of the two began first (RFC 4978 3).
void Core::pass_down(std::string_view bytes) {
  if (compression_) {
    compression_->deflater.append(bytes, loop_.deflated);
    bytes = loop_.deflated;
  }
  if (tls_) {
    encrypt(bytes);
  } else {
    send(bytes);
  }
  loop_.deflated.clear();
  if (loop_.deflated.capacity() > kKeptCapacity) loop_.deflated.shrink_to_fit();
}

void Core::encrypt(std::string_view bytes) {
  while (!bytes.empty() && tls_->write(bytes.substr(0, kReadChunk))) {
    bytes.remove_prefix(std::min(bytes.size(), kReadChunk));
    send_cipher();
  }
}

void Core::flush_early() {
  if (early_.empty()) return;
  const std::string bytes = std::move(early_);
  early_.clear();
  pass_down(bytes);
}

void Core::send_cipher() {
  if (loop_.cipher.empty()) return;
  send(loop_.cipher);
  loop_.cipher.clear();
}

void Core::send(std::string_view bytes) {
  if (write_failed_) return;
  if (!waiting_writable_) {
    const ssize_t size =
        ::send(socket_.native_handle(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (size == static_cast<ssize_t>(bytes.size())) return;
    if (size < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR) {
      write_failed(errno);
      return;
    }
    if (size > 0) bytes.remove_prefix(static_cast<std::size_t>(size));
    out_.append(bytes);
    wait_writable();
    return;
  }
  out_.append(bytes);
}

void Core::wait_writable() {
  waiting_writable_ = true;
  socket_.async_wait(Socket::wait_write, [self = Ptr(this)](const ErrorCode& error) {
    self->waiting_writable_ = false;
    self->on_writable(error);
  });
}

void Core::on_writable(const ErrorCode& error) {
  if (error || state_ == State::Closed) return;
  while (taken_ < out_.size()) {
    const ssize_t size = ::send(socket_.native_handle(), out_.data() + taken_, out_.size() - taken_,
                                MSG_NOSIGNAL | MSG_DONTWAIT);
    if (size < 0 && errno == EINTR) continue;
    if (size < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
      wait_writable();
      return;
    }
    if (size < 0) {
      write_failed(errno);
      break;
    }
    taken_ += static_cast<std::size_t>(size);
  }
  queue_empty();
}

void Core::queue_empty() {
  taken_ = 0;
  out_.clear();
  if (out_.capacity() > kKeptCapacity) out_.shrink_to_fit();
  if (waiting_close_) {
    finish_close();
    return;
  }
  if (half_closed_) shut_write();
  if (state_ == State::Open && !write_failed_ && handler_ != nullptr) handler_->drained();
}

// What was sent is lost; how the peer ended is for the read side to say, which may still have
// octets to deliver. Nobody reads while paused: then it is said here.
void Core::write_failed(int error) {
  write_failed_ = true;
  if (error == ECONNRESET) peer_reset_ = true;
  out_.clear();
  taken_ = 0;
  if (held_up() && state_ == State::Open) end_soon({Ending::Reset, {}});
}

}  // namespace mailrig::net
