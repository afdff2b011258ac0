// Self-signed certificates, made in memory.
#pragma once

#include "harness/net/tls_context.hpp"

namespace mailrig::net {

// Both throw std::runtime_error with one readable line.
[[nodiscard]] Owned<EVP_PKEY> make_key();  // P-256
[[nodiscard]] Owned<X509> make_certificate(EVP_PKEY* key, const TlsServerOptions& options);

}  // namespace mailrig::net
