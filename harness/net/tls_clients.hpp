// The TLS contexts of one target's clients: what all share, and what one connection wants for itself.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <tuple>

#include "harness/net/tls.hpp"

namespace mailrig::net {

// What one connection wants other than the rest do.
struct TlsWish {
  std::string version;  // "1.0" to "1.3": that one alone is offered; empty: as the rest
  bool verify = false;  // certificate and host name are checked, even if not for the rest
  friend bool operator==(const TlsWish&, const TlsWish&) = default;
};

// Each context is made when it is first asked for. Safe across threads.
class TlsClients {
 public:
  explicit TlsClients(TlsClientOptions options) : options_(std::move(options)) {}
  // `host` is the name that is checked. Throws std::runtime_error with one readable line: this version
  // can't be spoken here, the authorities' file can't be read.
  [[nodiscard]] std::shared_ptr<TlsContext> get(const TlsWish& wish, const std::string& host);

 private:
  TlsClientOptions options_;
  std::mutex mutex_;
  std::map<std::tuple<std::string, std::string, bool>, std::shared_ptr<TlsContext>> made_;
};

}  // namespace mailrig::net
