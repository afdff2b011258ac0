// One TLS stream without a socket: ciphertext in by feed(), ciphertext out by appending to a string
// that the caller lends. OpenSSL reads and writes through a BIO that looks at those two places, so
// an idle stream keeps no buffers of its own.
//
//   stream.feed(received);
//   for (;;) switch (stream.step(scratch)) { … Idle: all that was fed has been used up }
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include <openssl/ssl.h>

#include "harness/net/loop.hpp"
#include "harness/net/tls_context.hpp"

namespace mailrig::net {

// What OpenSSL 3.0 holds for an idle TLS 1.3 connection, about; measured by tests/bench/memory.py.
inline constexpr std::size_t kTlsOctets = 13 * 1024;

class TlsStream {
 public:
  enum class Step : std::uint8_t {
    Idle,        // wants more input
    Handshaken,  // once
    Data,        // see data()
    EndOfData,   // the peer's close_notify
    Failed,      // see failure()
  };

  // `out` takes ciphertext; it outlives the stream.
  TlsStream(std::shared_ptr<TlsContext> context, std::string& out);
  TlsStream(const TlsStream&) = delete;
  TlsStream& operator=(const TlsStream&) = delete;
  ~TlsStream();

  void feed(std::string_view ciphertext) { in_ = ciphertext; }
  [[nodiscard]] Step step(std::span<char> scratch);
  [[nodiscard]] std::string_view data() const { return data_; }
  [[nodiscard]] bool handshaken() const { return handshaken_; }
  [[nodiscard]] bool write(std::string_view plaintext);
  void close_notify();
  [[nodiscard]] const Closing& failure() const { return failure_; }
  [[nodiscard]] const TlsInfo& info() const;

 private:
  friend struct StreamBio;
  Step shake();
  Step after(int result);
  Step fail();
  [[nodiscard]] std::string reason(unsigned long code) const;

  std::shared_ptr<TlsContext> context_;
  Owned<SSL> ssl_;
  std::string& out_;
  std::string_view in_, data_;
  bool handshaken_ = false;
  bool ended_ = false;
  Closing failure_;
  mutable std::unique_ptr<TlsInfo> info_;  // made when asked for
};

}  // namespace mailrig::net
