#include "harness/net/tls.hpp"

#include <stdexcept>

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include "harness/net/endpoint.hpp"
#include "harness/net/tls_context.hpp"

namespace mailrig::net {

namespace {

constexpr long kCertificateDays = 365;
constexpr long kSecondsADay = 86'400;

[[noreturn]] void fail(const std::string& what) {
  const std::string why = openssl_error();
  throw std::runtime_error(why.empty() ? what : what + ": " + why);
}

// Session resumption is left out: a test wants every handshake whole.
std::unique_ptr<TlsContext::Impl> make_impl(bool server) {
  auto impl = std::make_unique<TlsContext::Impl>();
  impl->server = server;
  impl->bio = make_stream_bio();
  impl->context.reset(SSL_CTX_new(server ? TLS_server_method() : TLS_client_method()));
  if (!impl->context || !impl->bio) fail("TLS: cannot be set up");
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

Owned<EVP_PKEY> make_key() {
  Owned<EVP_PKEY> key(EVP_EC_gen("P-256"));
  if (!key) fail("TLS: no key could be made");
  return key;
}

void add_extension(X509* certificate, int nid, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str());
  if (extension == nullptr) fail("TLS: certificate for a strange name");
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
}

std::string alternative_names(std::string_view host) {
  std::string local = "DNS:localhost,IP:127.0.0.1,IP:::1";
  if (host.empty() || is_loopback(host)) return local;
  const bool address = host.find(':') != std::string_view::npos ||
                       host.find_first_not_of("0123456789.") == std::string_view::npos;
  return (address ? "IP:" : "DNS:") + std::string(host) + "," + local;
}

Owned<X509> make_certificate(EVP_PKEY* key, std::string_view host) {
  Owned<X509> certificate(X509_new());
  X509* x = certificate.get();
  std::uint32_t serial = 0;
  RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial);
  X509_set_version(x, X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(x), static_cast<long>(serial >> 1) + 1);
  X509_gmtime_adj(X509_getm_notBefore(x), -kSecondsADay);
  X509_gmtime_adj(X509_getm_notAfter(x), kCertificateDays * kSecondsADay);
  X509_set_pubkey(x, key);
  const std::string common(host.empty() ? "localhost" : host.substr(0, 64));
  X509_NAME_add_entry_by_txt(X509_get_subject_name(x), "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(common.c_str()), -1, -1, 0);
  X509_set_issuer_name(x, X509_get_subject_name(x));
  add_extension(x, NID_basic_constraints, "critical,CA:TRUE");
  add_extension(x, NID_subject_alt_name, alternative_names(host));
  if (X509_sign(x, key, EVP_sha256()) == 0) fail("TLS: certificate cannot be signed");
  return certificate;
}

}  // namespace

std::string openssl_error() {
  const unsigned long code = ERR_peek_last_error();
  ERR_clear_error();
  if (code == 0) return {};
  const char* reason = ERR_reason_error_string(code);
  return reason != nullptr ? reason : "error " + std::to_string(code);
}

TlsContext::TlsContext(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
TlsContext::~TlsContext() = default;

std::shared_ptr<TlsContext> TlsContext::client(const TlsClientOptions& options) {
  auto impl = make_impl(false);
  SSL_CTX* context = impl->context.get();
  impl->server_name = options.server_name;
  impl->verify = options.verify;
  SSL_CTX_set_min_proto_version(context, version_number(options.min_version));
  SSL_CTX_set_max_proto_version(context, version_number(options.max_version));
  SSL_CTX_set_verify(context, options.verify ? SSL_VERIFY_PEER : SSL_VERIFY_NONE, nullptr);
  if (options.verify) {
    const bool loaded = options.ca_file.empty()
                            ? SSL_CTX_set_default_verify_paths(context) == 1
                            : SSL_CTX_load_verify_file(context, options.ca_file.c_str()) == 1;
    if (!loaded) fail("TLS: certificates of authorities, " + options.ca_file);
  }
  return std::make_shared<TlsContext>(std::move(impl));
}

std::shared_ptr<TlsContext> TlsContext::server(const std::string& certificate_file,
                                               const std::string& key_file) {
  auto impl = make_impl(true);
  SSL_CTX* context = impl->context.get();
  if (SSL_CTX_use_certificate_chain_file(context, certificate_file.c_str()) != 1) {
    fail("TLS certificate " + certificate_file);
  }
  if (SSL_CTX_use_PrivateKey_file(context, key_file.c_str(), SSL_FILETYPE_PEM) != 1) {
    fail("TLS key " + key_file);
  }
  if (SSL_CTX_check_private_key(context) != 1) {
    fail("TLS key " + key_file + " does not belong to " + certificate_file);
  }
  return std::make_shared<TlsContext>(std::move(impl));
}

std::shared_ptr<TlsContext> TlsContext::self_signed(std::string_view host) {
  auto impl = make_impl(true);
  const Owned<EVP_PKEY> key = make_key();
  const Owned<X509> certificate = make_certificate(key.get(), host);
  SSL_CTX* context = impl->context.get();
  if (SSL_CTX_use_certificate(context, certificate.get()) != 1 ||
      SSL_CTX_use_PrivateKey(context, key.get()) != 1) {
    fail("TLS: own certificate");
  }
  return std::make_shared<TlsContext>(std::move(impl));
}

}  // namespace mailrig::net
