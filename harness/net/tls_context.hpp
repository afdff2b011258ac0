// What TlsContext holds: for tls.cpp and tls_stream.cpp only.
#pragma once

#include <memory>
#include <string>

#include <openssl/ssl.h>

#include "harness/net/tls.hpp"

namespace mailrig::net {

struct FreeOpenssl {
  void operator()(SSL_CTX* p) const { SSL_CTX_free(p); }
  void operator()(SSL* p) const { SSL_free(p); }
  void operator()(BIO* p) const { BIO_free(p); }
  void operator()(BIO_METHOD* p) const { BIO_meth_free(p); }
  void operator()(X509* p) const { X509_free(p); }
  void operator()(EVP_PKEY* p) const { EVP_PKEY_free(p); }
};
template <class T>
using Owned = std::unique_ptr<T, FreeOpenssl>;

struct TlsContext::Impl {
  Owned<SSL_CTX> context;
  Owned<BIO_METHOD> bio;  // made by TlsStream's rules, see tls_stream.cpp
  bool server = false;
  std::string server_name;  // client: SNI and the name to check
  bool verify = false;
  bool without_notify = false;
};

// The BIO through which OpenSSL meets a TlsStream's bytes.
[[nodiscard]] Owned<BIO_METHOD> make_stream_bio();
// The last error in OpenSSL's queue as one line; empties the queue.
[[nodiscard]] std::string openssl_error();
// Throws std::runtime_error: `what`, and why as OpenSSL has it.
[[noreturn]] void tls_fail(const std::string& what);

}  // namespace mailrig::net
