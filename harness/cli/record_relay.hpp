// One client and its server, with us between: octets go both ways as they come, TLS ends at us on either
// side, and what was said in the clear is kept.
#pragma once

#include <functional>
#include <memory>

#include "harness/cli/record_options.hpp"
#include "harness/net/loop.hpp"
#include "harness/transcribe/session.hpp"
#include "harness/transcribe/upgrade.hpp"

namespace mailrig::cli {

inline constexpr std::size_t kUnsentLimit = 1024 * 1024;  // octets: then the other side is not read any more

struct RelayContext {
  net::Loop& loop;
  std::shared_ptr<net::TlsContext> as_server, as_client;
};

class Relay {
 public:
  // `ended` is called once, from the loop, when both connections are gone.
  Relay(const RelayContext& context, const Door& door, std::unique_ptr<net::Connection> client,
        std::function<void(Relay&)> ended);
  Relay(const Relay&) = delete;
  Relay& operator=(const Relay&) = delete;
  ~Relay();

  void close();  // both sides, now
  [[nodiscard]] const transcribe::Session& session() const { return session_; }
  // Why there was no server; empty: there was one.
  [[nodiscard]] const std::string& unreachable() const { return unreachable_; }

 private:
  class Side;

  void from_client(std::string_view bytes);
  void from_server(std::string_view bytes);
  void compress(std::string_view bytes);
  void closed(Side& side, const net::Closing& closing);
  void keep(transcribe::Piece::Kind kind, std::string_view bytes);
  static void forward(std::string_view bytes, Side& from, Side& to);

  RelayContext context_;
  transcribe::Session session_;
  transcribe::Upgrade upgrade_;
  std::size_t kept_ = 0;
  bool reached_ = false, over_ = false;
  std::string unreachable_;
  std::unique_ptr<Side> client_, server_;
  std::function<void(Relay&)> ended_;
};

}  // namespace mailrig::cli
