#include "harness/net/tls.hpp"

#include <stdexcept>

#include <openssl/err.h>
#include <openssl/pem.h>

#include "harness/net/tls_certificate.hpp"
#include "harness/net/tls_context.hpp"

namespace mailrig::net {

namespace {

// Session resumption is left out: a test wants every handshake whole.
std::unique_ptr<TlsContext::Impl> make_impl(bool server) {
  auto impl = std::make_unique<TlsContext::Impl>();
  impl->server = server;
  impl->bio = make_stream_bio();
  impl->context.reset(SSL_CTX_new(server ? TLS_server_method() : TLS_client_method()));
  if (!impl->context || !impl->bio) tls_fail("TLS: cannot be set up");
  SSL_CTX* context = impl->context.get();
  SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE |
                                SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_TICKET);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  if (server) SSL_CTX_set_num_tickets(context, 0);
  return impl;
}

int version_number(const std::string& text) {
  if (text.empty()) return 0;
  if (text == "1.0") return TLS1_VERSION;
  if (text == "1.1") return TLS1_1_VERSION;
  if (text == "1.2") return TLS1_2_VERSION;
  if (text == "1.3") return TLS1_3_VERSION;
  throw std::runtime_error("TLS version \"" + text + "\": 1.0, 1.1, 1.2 or 1.3 was meant");
}

// OpenSSL does TLS 1.0 and 1.1 at its lowest security level alone, for their SHA-1.
void set_versions(SSL_CTX* context, const std::string& min, const std::string& max) {
  const int low = version_number(min);
  const int high = version_number(max);
  if (low != 0 && low < TLS1_2_VERSION) SSL_CTX_set_security_level(context, 0);
  if (SSL_CTX_set_min_proto_version(context, low) != 1 || SSL_CTX_set_max_proto_version(context, high) != 1) {
    tls_fail("TLS " + min + " can't be spoken here");
  }
}

void use_files(SSL_CTX* context, const std::string& certificate, const std::string& key) {
  if (SSL_CTX_use_certificate_chain_file(context, certificate.c_str()) != 1)
    tls_fail("TLS certificate " + certificate);
  if (SSL_CTX_use_PrivateKey_file(context, key.c_str(), SSL_FILETYPE_PEM) != 1) tls_fail("TLS key " + key);
  if (SSL_CTX_check_private_key(context) != 1)
    tls_fail("TLS key " + key + " does not belong to " + certificate);
}

void use_self_signed(SSL_CTX* context, const TlsServerOptions& options) {
  const Owned<EVP_PKEY> key = make_key();
  const Owned<X509> certificate = make_certificate(key.get(), options);
  if (SSL_CTX_use_certificate(context, certificate.get()) != 1 ||
      SSL_CTX_use_PrivateKey(context, key.get()) != 1) {
    tls_fail("TLS: own certificate");
  }
}

}  // namespace

std::string openssl_error() {
  const unsigned long code = ERR_peek_last_error();
  ERR_clear_error();
  if (code == 0) return {};
  const char* reason = ERR_reason_error_string(code);
  return reason != nullptr ? reason : "error " + std::to_string(code);
}

void tls_fail(const std::string& what) {
  const std::string why = openssl_error();
  throw std::runtime_error(why.empty() ? what : what + ": " + why);
}

TlsContext::TlsContext(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
TlsContext::~TlsContext() = default;

std::shared_ptr<TlsContext> TlsContext::client(const TlsClientOptions& options) {
  auto impl = make_impl(false);
  SSL_CTX* context = impl->context.get();
  impl->server_name = options.server_name;
  impl->verify = options.verify;
  set_versions(context, options.min_version, options.max_version);
  if (!options.certificate_file.empty()) use_files(context, options.certificate_file, options.key_file);
  SSL_CTX_set_verify(context, options.verify ? SSL_VERIFY_PEER : SSL_VERIFY_NONE, nullptr);
  if (options.verify) {
    const bool loaded = options.ca_file.empty()
                            ? SSL_CTX_set_default_verify_paths(context) == 1
                            : SSL_CTX_load_verify_file(context, options.ca_file.c_str()) == 1;
    if (!loaded) tls_fail("TLS: certificates of authorities, " + options.ca_file);
  }
  return std::make_shared<TlsContext>(std::move(impl));
}

std::shared_ptr<TlsContext> TlsContext::server(const TlsServerOptions& options) {
  auto impl = make_impl(true);
  impl->without_notify = options.without_notify;
  SSL_CTX* context = impl->context.get();
  set_versions(context, options.min_version, options.max_version);
  if (options.certificate_file.empty()) {
    use_self_signed(context, options);
  } else {
    use_files(context, options.certificate_file, options.key_file);
  }
  if (!options.client_ca_file.empty()) {
    if (SSL_CTX_load_verify_file(context, options.client_ca_file.c_str()) != 1)
      tls_fail("TLS: authorities of clients, " + options.client_ca_file);
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
  }
  return std::make_shared<TlsContext>(std::move(impl));
}

std::shared_ptr<TlsContext> TlsContext::self_signed(std::string_view host) {
  TlsServerOptions options;
  options.host = std::string(host);
  return server(options);
}

std::string TlsContext::certificate_pem() const {
  X509* const certificate = SSL_CTX_get0_certificate(impl_->context.get());
  const Owned<BIO> memory(BIO_new(BIO_s_mem()));
  if (certificate == nullptr || !memory || PEM_write_bio_X509(memory.get(), certificate) != 1) return {};
  std::string pem(BIO_ctrl_pending(memory.get()), '\0');
  std::size_t size = 0;
  if (BIO_read_ex(memory.get(), pem.data(), pem.size(), &size) != 1) return {};
  pem.resize(size);
  return pem;
}

}  // namespace mailrig::net
