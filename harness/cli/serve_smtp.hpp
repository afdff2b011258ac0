// What mailrig serve can be told of SMTP: what VRFY tells, and where mail for other domains goes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "harness/cli/command.hpp"
#include "reference-server/session/smtp/queue.hpp"

namespace mailrig::cli {

// A mistake of the user's: one line on standard error, exit code 2.
class ServeMistake : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct SmtpOptions {
  std::vector<std::string> relay;  // "DOMAIN=HOST:PORT", "DOMAIN=."
  std::string relay_all, relay_ca, relay_hops;
  std::uint64_t retry_after = static_cast<std::uint64_t>(server::smtpd::Patience{}.first);      // seconds
  std::uint64_t give_up_after = static_cast<std::uint64_t>(server::smtpd::Patience{}.give_up);  // seconds
  std::string vrfy = "closed";
};

inline constexpr std::uint64_t kYearSeconds = 366 * 86'400;

void add_smtp_options(Command command, SmtpOptions& options);
[[nodiscard]] bool is_vrfy(std::string_view text);
// Throws ServeMistake.
[[nodiscard]] std::vector<server::smtpd::Route> routes(const SmtpOptions& options);
[[nodiscard]] server::smtpd::Patience patience(const SmtpOptions& options);

}  // namespace mailrig::cli
