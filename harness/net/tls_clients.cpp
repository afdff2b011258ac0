#include "harness/net/tls_clients.hpp"

namespace mailrig::net {

std::shared_ptr<TlsContext> TlsClients::get(const TlsWish& wish, const std::string& host) {
  const std::lock_guard lock(mutex_);
  std::shared_ptr<TlsContext>& made = made_[{host, wish.version, wish.verify}];
  if (made) return made;
  TlsClientOptions options = options_;
  if (!wish.version.empty()) options.min_version = options.max_version = wish.version;
  options.verify = options.verify || wish.verify;
  if (options.verify) options.server_name = host;
  made = TlsContext::client(options);
  return made;
}

}  // namespace mailrig::net
