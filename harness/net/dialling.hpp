// What a core needs until it is connected.
#pragma once

#include "harness/net/core.hpp"

namespace mailrig::net {

struct Core::Dialling {
  ConnectOptions options;
  std::vector<asio::ip::tcp::endpoint> candidates;
  std::size_t next = 0;
  ErrorCode last;
};

template <class Work>
void Core::later(Work work) {
  asio::post(loop_.context.get_executor(), std::move(work));
}

}  // namespace mailrig::net
