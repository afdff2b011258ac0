// The server's admin interface over HTTP: how it is, for all who reach the port, and what changes it, for who
// has the token. docs/SERVER.md lists the resources.
#pragma once

#include <string>
#include <string_view>

#include "harness/net/http.hpp"
#include "reference-server/listen/relay.hpp"
#include "reference-server/listen/server.hpp"

namespace mailrig::server {

class Admin {
 public:
  // Both outlive it; null: nothing is relayed. Without a token nothing can be changed.
  Admin(Server& server, std::string token, Relay* relay = nullptr)
      : server_(server), token_(std::move(token)), relay_(relay) {}
  [[nodiscard]] net::HttpResponse respond(const net::HttpRequest& request);

 private:
  [[nodiscard]] bool authorized(std::string_view authorization) const;
  net::HttpResponse look(std::string_view path);
  net::HttpResponse change(const net::HttpRequest& request, std::string_view path);
  net::HttpResponse pause(bool paused);
  net::HttpResponse flush();
  net::HttpResponse deviations(bool put, std::string_view spec);
  net::HttpResponse empty_mailboxes(std::string_view path);

  Server& server_;
  std::string token_;
  Relay* relay_;
};

// "a%20b" to "a b"; empty: it is wrong.
[[nodiscard]] std::string percent_decoded(std::string_view text);

}  // namespace mailrig::server
