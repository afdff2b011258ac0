// What `mailrig record` was asked to do.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

#include "harness/net/endpoint.hpp"
#include "harness/transcribe/session.hpp"

namespace mailrig::cli {

// One of the proxy's doors, and the server's behind it.
struct Door {
  std::string name;     // "imaps"
  std::string service;  // "imap"
  transcribe::Protocol protocol = transcribe::Protocol::Imap;
  bool implicit_tls = false;
  net::Endpoint from, to;
};

struct RecordOptions {
  std::vector<std::string> listen, to;  // "[SERVICE=]HOST:PORT"
  std::string out = "recorded", duration;
  std::size_t connections = 0;  // 0: until something else ends it
  bool may_record_this_host = false;
};

// Throw Refusal.
[[nodiscard]] std::vector<Door> doors_of(const RecordOptions& options);
[[nodiscard]] std::chrono::milliseconds time_of(const RecordOptions& options);  // 0: no end

}  // namespace mailrig::cli
