// What mailrig serve can be told of SMTP: limits, what VRFY tells, and where mail for other domains goes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

#include "reference-server/session/smtp/queue.hpp"

namespace CLI {
class App;
}

namespace mailrig::cli {

// A mistake of the user's: one line on standard error, exit code 2.
class ServeMistake : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct SmtpOptions {
  std::vector<std::string> relay;  // "DOMAIN=HOST:PORT", "DOMAIN=."
  std::string relay_all, relay_ca;
  std::int64_t retry_after = server::smtpd::Patience{}.first;      // seconds
  std::int64_t give_up_after = server::smtpd::Patience{}.give_up;  // seconds
  std::size_t mail_max = 0, rcpt_domain_max = 0;
  std::size_t max_hops = server::SmtpPolicy{}.hops;
  std::string vrfy = "closed";
};

void add_smtp_options(CLI::App& command, SmtpOptions& options);
[[nodiscard]] server::SmtpPolicy smtp_policy(const SmtpOptions& options);
// Throws ServeMistake.
[[nodiscard]] std::vector<server::smtpd::Route> routes(const SmtpOptions& options);
[[nodiscard]] server::smtpd::Patience patience(const SmtpOptions& options);

}  // namespace mailrig::cli
