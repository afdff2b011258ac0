// A small HTTP/1.1 server (RFC 9112) on the loop: for what asks a process how it is, not for the world. A
// request is bounded in octets and in time, and answered by one function; Boost.Beast reads and writes it.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "harness/net/loop.hpp"

namespace mailrig::net {

struct HttpRequest {
  std::string method;         // "GET"
  std::string target;         // "/health", as sent
  std::string authorization;  // that field's value; empty: none
  std::string body;
};

struct HttpResponse {
  unsigned status = 200;
  std::string body;
  std::string type = "application/json";
  std::string allow{};  // the field of that name, with 405
};

struct HttpLimits {
  std::size_t header = 8 * 1024;  // octets
  std::size_t body = 64 * 1024;
  std::chrono::milliseconds time{10'000};  // for a request to come whole, and between two of them
  std::size_t connections = 32;            // at a time; others are closed at once
};

using HttpHandler = std::function<HttpResponse(const HttpRequest&)>;

class HttpServer {
 public:
  // The loop outlives it. Throws std::runtime_error with one readable line.
  HttpServer(Loop& loop, const Endpoint& endpoint, HttpHandler handler, HttpLimits limits = {});
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;
  [[nodiscard]] Endpoint endpoint() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace mailrig::net
