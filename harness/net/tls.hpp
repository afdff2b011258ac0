// TLS settings, OpenSSL kept out of sight.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace mailrig::net {

struct TlsClientOptions {
  bool verify = false;      // check chain and host name; a test rig does so only when asked
  std::string server_name;  // SNI and the name that is checked; empty: none sent
  std::string ca_file;      // with verify; empty: the system's store
  std::string min_version;  // "1.2", "1.3"; empty: OpenSSL's default
  std::string max_version;
};

// What was agreed on, for the record.
struct TlsInfo {
  std::string version;  // "TLSv1.3"
  std::string cipher;
  std::string channel_binding_unique;    // tls-unique (TLS 1.2), else empty; raw octets
  std::string channel_binding_exporter;  // tls-exporter (RFC 9266); raw octets
};

// Shared by many connections; immutable after construction, safe across threads.
class TlsContext {
 public:
  static std::shared_ptr<TlsContext> client(const TlsClientOptions& options);
  // PEM files. Throws std::runtime_error with one readable line.
  static std::shared_ptr<TlsContext> server(const std::string& certificate_file, const std::string& key_file);
  // A self-signed P-256 certificate for `host`, made now and kept in memory.
  static std::shared_ptr<TlsContext> self_signed(std::string_view host);
  struct Impl;
  explicit TlsContext(std::unique_ptr<Impl> impl);
  ~TlsContext();
  [[nodiscard]] Impl& impl() const { return *impl_; }

 private:
  std::unique_ptr<Impl> impl_;
};

}  // namespace mailrig::net
