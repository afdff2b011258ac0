// Inside of the loop, for this folder only.
#pragma once

#include <list>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

#include "harness/net/loop.hpp"

namespace mailrig::net {

namespace asio = boost::asio;
using ErrorCode = boost::system::error_code;
// A concrete executor: any_io_executor costs a virtual call and an allocation here and there.
using Executor = asio::io_context::executor_type;
using Socket = asio::basic_stream_socket<asio::ip::tcp, Executor>;
using Acceptor = asio::basic_socket_acceptor<asio::ip::tcp, Executor>;
using Resolver = asio::ip::basic_resolver<asio::ip::tcp, Executor>;
using SteadyTimer = asio::basic_waitable_timer<Clock, asio::wait_traits<Clock>, Executor>;
using SignalSet = asio::basic_signal_set<Executor>;

inline constexpr std::size_t kPlainChunk = 16 * 1024;  // one TLS record

struct Signal {
  explicit Signal(const Executor& executor) : set(executor) {}
  SignalSet set;
  std::function<void(int)> ring;
};

struct Loop::Impl {
  Impl();
  asio::io_context context;
  asio::executor_work_guard<Executor> work;
  Resolver resolver;
  std::vector<char> scratch;   // octets just received
  std::vector<char> plain;     // … and decrypted
  std::vector<char> inflated;  // … of a connection that is compressed
  std::string deflated;        // what such a one wants sent; empty between calls
  std::string cipher;          // what OpenSSL wants sent; empty between calls
  std::list<Signal> signals;
};

}  // namespace mailrig::net
