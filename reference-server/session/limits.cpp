#include "reference-server/session/limits.hpp"

#include <array>

namespace mailrig::server {
namespace {

using enum LimitUnit;

constexpr std::uint64_t kMebi = 1024ULL * 1024;
constexpr std::uint64_t kMany = 1'000'000'000;
constexpr std::uint64_t kSixDigits = 999'999;  // RFC 9422 4
constexpr std::uint64_t kDay = 86'400;

constexpr std::array<LimitInfo, 21> kInfos{{
    {"line", Size, 8192, 16 * kMebi, "of an IMAP command outside its literals (RFC 7162 4)", &Limits::line},
    {"literal-before-login", Size, 256, 16 * kMebi, "of an IMAP literal before login",
     &Limits::literal_before_login},
    {"message", Size, 64 * 1024, 1024 * kMebi, "of a message: SIZE, APPEND (RFC 5321 4.5.3.1.7)",
     &Limits::message},
    {"unsent", Size, 16 * 1024, 128 * kMebi, "waiting for a client that does not read; then it is not read",
     &Limits::unsent},
    {"recipients", Count, 1, kSixDigits, "of one message (RFC 5321 4.5.3.1.8: 100 at least)",
     &Limits::recipients},
    {"recipient-domains", Count, 0, kSixDigits, "in one SMTP session (RFC 9422 4.3); 0: no limit",
     &Limits::recipient_domains},
    {"transactions", Count, 0, kSixDigits, "MAILs of one SMTP session (RFC 9422 4.1); 0: no limit",
     &Limits::transactions},
    {"hops", Count, 1, kSixDigits, "Received fields before a message is taken for a loop (RFC 5321 6.3)",
     &Limits::hops},
    {"connections", Count, 0, kMany, "at a time; 0: no limit", &Limits::connections},
    {"connections-per-address", Count, 0, kMany, "at a time from one client address; 0: no limit",
     &Limits::connections_per_address},
    {"messages-per-command", Count, 0, kMany, "of one IMAP command: MESSAGELIMIT (RFC 9738); 0: no limit",
     &Limits::messages_per_command},
    {"messages-per-save", Count, 0, kMany, "of one COPY or APPEND: SAVELIMIT (RFC 9738); 0: no limit",
     &Limits::messages_per_save},
    {"progress-messages", Count, 0, kMany,
     "from one INPROGRESS of an IMAP command to the next (RFC 9585); 0: none is told",
     &Limits::progress_messages},
    {"commands-before-login", Count, 10, kMany, "of IMAP, POP3 and submission, then the connection is closed",
     &Limits::commands_before_login},
    {"failed-logins", Count, 1, kMany, "of one connection, then it is closed", &Limits::failed_logins},
    {"handshake-time", Seconds, 1, kDay, "from its begin until TLS is up", &Limits::handshake_time},
    {"login-time", Seconds, 1, kDay, "from connecting until logged in: IMAP, POP3 and submission",
     &Limits::login_time},
    {"imap-idle", Seconds, 1800, kDay, "without a command (RFC 9051 5.4: 30 minutes at least)",
     &Limits::imap_idle},
    {"pop3-idle", Seconds, 600, kDay, "without a command (RFC 1939 3: 10 minutes at least)",
     &Limits::pop3_idle},
    {"smtp-idle", Seconds, 300, kDay, "without a command (RFC 5321 4.5.3.2.7: 5 minutes at least)",
     &Limits::smtp_idle},
    {"stop-time", Seconds, 0, 3600, "for clients in the midst of a command when the server stops",
     &Limits::stop_time},
}};

}  // namespace

std::uint64_t LimitInfo::get(const Limits& limits) const {
  if (const auto* number = std::get_if<std::size_t Limits::*>(&member)) return limits.*(*number);
  const auto time = std::get<std::chrono::seconds Limits::*>(member);
  return static_cast<std::uint64_t>((limits.*time).count());
}

void LimitInfo::set(Limits& limits, std::uint64_t value) const {
  if (const auto* number = std::get_if<std::size_t Limits::*>(&member)) {
    limits.*(*number) = static_cast<std::size_t>(value);
  } else {
    limits.*std::get<std::chrono::seconds Limits::*>(member) =
        std::chrono::seconds(static_cast<std::int64_t>(value));
  }
}

std::span<const LimitInfo> limit_infos() {
  return kInfos;
}

}  // namespace mailrig::server
