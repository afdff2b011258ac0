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
  std::string min_version;  // "1.0" to "1.3"; empty: OpenSSL's default
  std::string max_version;
  std::string certificate_file, key_file;  // PEM; empty: the client shows no certificate
};

struct TlsServerOptions {
  std::string host;  // a self-signed P-256 certificate for it is made now and kept in memory, unless …
  std::string certificate_file, key_file;  // PEM
  std::string client_ca_file;              // certificates of clients are asked for, and checked against it
  std::string min_version = "1.2", max_version;
  // Ways to be wrong on purpose; the first two are about a self-signed certificate.
  bool expired = false;         // it was good until yesterday
  bool for_host_alone = false;  // and not for the names of loopback as well
  bool without_notify = false;  // connections are closed without close_notify
};

// What was agreed on, for the record.
struct TlsInfo {
  std::string version;                   // "TLSv1.3"
  std::string cipher;                    // as OpenSSL calls it
  std::string cipher_suite;              // … and as it is registered: "TLS_AES_256_GCM_SHA384"
  std::string channel_binding_unique;    // tls-unique (TLS 1.2), else empty; raw octets
  std::string channel_binding_exporter;  // tls-exporter (RFC 9266); raw octets
  std::string client_name;               // server: common name of a client's certificate that was checked
};

// Shared by many connections; immutable after construction, safe across threads. What makes one throws
// std::runtime_error with one readable line.
class TlsContext {
 public:
  static std::shared_ptr<TlsContext> client(const TlsClientOptions& options);
  static std::shared_ptr<TlsContext> server(const TlsServerOptions& options);
  static std::shared_ptr<TlsContext> self_signed(std::string_view host);
  [[nodiscard]] std::string certificate_pem() const;  // a server's own
  struct Impl;
  explicit TlsContext(std::unique_ptr<Impl> impl);
  ~TlsContext();
  [[nodiscard]] Impl& impl() const { return *impl_; }

 private:
  std::unique_ptr<Impl> impl_;
};

}  // namespace mailrig::net
