#pragma once

#include "harness/net/loop_impl.hpp"

namespace mailrig::net {

[[nodiscard]] std::unique_ptr<Listener> make_listener(Loop::Impl& loop, const Endpoint& endpoint,
                                                      std::shared_ptr<TlsContext> tls, Accepted accepted);

}  // namespace mailrig::net
