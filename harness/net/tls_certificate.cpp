#include "harness/net/tls_certificate.hpp"

#include <cstdint>
#include <string>

#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include "harness/net/endpoint.hpp"

namespace mailrig::net {

namespace {

constexpr long kCertificateDays = 365;
constexpr long kSecondsADay = 86'400;

void add_extension(X509* certificate, int nid, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str());
  if (extension == nullptr) tls_fail("TLS: certificate for a strange name");
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
}

std::string alternative_names(const TlsServerOptions& options) {
  const std::string& host = options.host;
  std::string local = "DNS:localhost,IP:127.0.0.1,IP:::1";
  if (host.empty() || is_loopback(host)) return local;
  const bool address = host.find(':') != std::string_view::npos ||
                       host.find_first_not_of("0123456789.") == std::string_view::npos;
  const std::string own = (address ? "IP:" : "DNS:") + host;
  return options.for_host_alone ? own : own + "," + local;
}

}  // namespace

Owned<EVP_PKEY> make_key() {
  Owned<EVP_PKEY> key(EVP_EC_gen("P-256"));
  if (!key) tls_fail("TLS: no key could be made");
  return key;
}

Owned<X509> make_certificate(EVP_PKEY* key, const TlsServerOptions& options) {
  Owned<X509> certificate(X509_new());
  X509* x = certificate.get();
  std::uint32_t serial = 0;
  RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial);
  X509_set_version(x, X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(x), static_cast<long>(serial >> 1) + 1);
  X509_gmtime_adj(X509_getm_notBefore(x), (options.expired ? -2 : -1) * kSecondsADay);
  X509_gmtime_adj(X509_getm_notAfter(x), options.expired ? -kSecondsADay : kCertificateDays * kSecondsADay);
  X509_set_pubkey(x, key);
  const std::string common = options.host.empty() ? "localhost" : options.host.substr(0, 64);
  X509_NAME_add_entry_by_txt(X509_get_subject_name(x), "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(common.c_str()), -1, -1, 0);
  X509_set_issuer_name(x, X509_get_subject_name(x));
  add_extension(x, NID_basic_constraints, "critical,CA:TRUE");
  add_extension(x, NID_subject_alt_name, alternative_names(options));
  if (X509_sign(x, key, EVP_sha256()) == 0) tls_fail("TLS: certificate cannot be signed");
  return certificate;
}

}  // namespace mailrig::net
