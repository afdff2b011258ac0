// What the owner of a next hop asked for, and the login there (RFC 4954), a client's side.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "harness/sasl/sasl.hpp"

namespace mailrig::server::smtpd {

enum class HopTls : std::uint8_t {
  Offered,   // STARTTLS where it is offered; if that fails, in the clear
  Required,  // STARTTLS or nothing
  Implicit,  // TLS from the first octet (RFC 8314)
};

// How one next hop is to be met.
struct Terms {
  HopTls tls = HopTls::Offered;
  bool verify = true;  // of a TLS that is demanded: the certificate is checked
  std::string user{};  // empty: no login
  std::string password{};
  bool in_the_clear_ok = false;  // they may go without TLS: it is this machine
  [[nodiscard]] bool login() const { return !user.empty(); }
};

class HopLogin {
 public:
  HopLogin(const Terms& terms, std::string_view host) : terms_(terms), host_(host) {}
  // "AUTH PLAIN AGE…" for the best of those mechanisms, parted by spaces; nothing: none will do.
  [[nodiscard]] std::optional<std::string> begin(std::string_view offered);
  // The line that answers 334; nothing: the challenge is wrong, and "*" is to be sent.
  [[nodiscard]] std::optional<std::string> answer(std::string_view challenge);
  [[nodiscard]] bool done() const { return done_; }  // all was said, and the server's proof was right

 private:
  [[nodiscard]] std::optional<std::string> begin_with(const std::string& mechanism);
  Terms terms_;
  std::string host_;
  std::unique_ptr<sasl::Client> client_;
  std::optional<std::string> held_;  // an initial response that is too long for the command
  bool done_ = false;
};

}  // namespace mailrig::server::smtpd
