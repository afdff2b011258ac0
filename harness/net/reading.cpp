#include <algorithm>

#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <sys/socket.h>

#include "harness/net/dialling.hpp"

namespace mailrig::net {

void Core::read() {
  if (reading_ || held_ || (state_ != State::Open && !lingering_) || (stopped() && !lingering_)) return;
  reading_ = true;
  const std::size_t size = lingering_ ? own_.size() : std::min(own_.size(), budget_);
  socket_.async_receive(
      asio::buffer(own_, size),
      [self = Ptr(this)](const ErrorCode& error, std::size_t got) { self->on_read(error, got); });
}

void Core::on_read(const ErrorCode& error, std::size_t size) {
  reading_ = false;
  if (lingering_) {
    thrown_away_ += size;
    if (error || thrown_away_ > kLingerOctets) {
      drop();
    } else {
      read();
    }
    return;
  }
  if (state_ != State::Open) return;
  if (stopped()) {
    hold(error, 0, size);
  } else {
    take(error, 0, size);
  }
}

void Core::hold(const ErrorCode& error, std::size_t from, std::size_t size) {
  held_ = true;
  held_error_ = error;
  held_from_ = from;
  held_size_ = size;
}

void Core::take(const ErrorCode& error, std::size_t from, std::size_t size) {
  if (error) {
    read_ended(error);
    return;
  }
  const std::size_t now = std::min(size, budget_);
  if (budget_ != kNoBudget) budget_ -= now;
  if (now < size) hold({}, from + now, size - now);
  deliver({own_.data() + from, now});
  if (size == own_.size()) take_rest();
  read();
}

// More has come than the small buffer holds.
void Core::take_rest() {
  if (state_ != State::Open || stopped() || held_) return;
  const ssize_t size = ::recv(socket_.native_handle(), loop_.scratch.data(),
                              std::min(loop_.scratch.size(), budget_), MSG_DONTWAIT);
  // An end or an error is seen again by the next async_receive, a reset only if kept.
  if (size < 0 && errno == ECONNRESET) peer_reset_ = true;
  if (size <= 0) return;
  if (budget_ != kNoBudget) budget_ -= static_cast<std::size_t>(size);
  deliver({loop_.scratch.data(), static_cast<std::size_t>(size)});
}

void Core::deliver(std::string_view bytes) {
  if (tls_) {
    decrypt(bytes);
  } else {
    take_plain(bytes);
  }
}

void Core::take_plain(std::string_view bytes) {
  if (compression_) {
    inflate(bytes);
  } else if (handler_ != nullptr) {
    handler_->received(bytes);
  }
}

void Core::decrypt(std::string_view bytes) {
  tls_->feed(bytes);
  while (state_ == State::Open) {
    const TlsStream::Step step = tls_->step(loop_.plain);
    send_cipher();
    switch (step) {
      case TlsStream::Step::Idle:
        return;
      case TlsStream::Step::Handshaken:
        on_handshaken();
        break;
      case TlsStream::Step::Data:
        take_plain(tls_->data());
        break;
      case TlsStream::Step::EndOfData:
        end({Ending::Fin, "with close_notify", "close_notify"});
        return;
      case TlsStream::Step::Failed:
        end(tls_->failure());
        return;
    }
  }
}

void Core::on_handshaken() {
  const bool implicit = implicit_;
  implicit_ = false;
  deadline_.reset();
  flush_early();
  if (handler_ == nullptr) return;
  if (implicit) {
    handler_->connected();
  } else {
    handler_->secured();
  }
}

void Core::read_ended(const ErrorCode& error) {
  if (peer_reset_ || error == asio::error::connection_reset) {
    end({Ending::Reset, tls_ && !tls_->handshaken() ? "during the TLS handshake" : ""});
  } else if (error == asio::error::eof) {
    const bool shaking = tls_ && !tls_->handshaken();
    end({Ending::Fin, shaking ? "during the TLS handshake" : tls_ ? "without close_notify" : ""});
  } else if (error == asio::error::timed_out) {
    end({Ending::TimedOut, error.message()});
  } else {
    end({Ending::Reset, error.message()});
  }
}

void Core::pause_reading(bool paused) {
  paused_ = paused;
  if (paused) return;
  budget_ = kNoBudget;
  go_on_reading();
}

void Core::read_some(std::size_t octets) {
  paused_ = false;
  budget_ = octets;
  go_on_reading();
}

void Core::go_on_reading() {
  if (state_ != State::Open) return;
  if (compression_ && compression_->waits) return inflate_later();
  if (!held_) {
    read();
    return;
  }
  later([self = Ptr(this)] {
    if (self->stopped() || !self->held_ || self->state_ != State::Open) return;
    self->held_ = false;
    self->take(self->held_error_, self->held_from_, self->held_size_);
  });
}

}  // namespace mailrig::net
