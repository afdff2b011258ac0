// What the server bounds, by name: one value each for all sessions and listeners, set in a configuration
// file under [limits]. The table knows what each is for, so that readers, writers and docs need not.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <variant>

namespace mailrig::server {

struct Limits {
  // Sizes, in octets.
  std::size_t line = 64 * 1024;
  std::size_t literal_before_login = 8192;
  std::size_t message = 64 * 1024 * 1024;
  std::size_t unsent = 1024 * 1024;
  // Counts; 0 of those that say so: no limit.
  std::size_t recipients = 1000;
  std::size_t recipient_domains = 0;
  std::size_t transactions = 0;
  std::size_t hops = 100;
  std::size_t connections = 0;
  std::size_t connections_per_address = 0;
  std::size_t messages_per_command = 0;
  std::size_t messages_per_save = 0;
  std::size_t progress_messages = 10'000;
  std::size_t commands_before_login = 1000;
  std::size_t failed_logins = 10;
  // Times.
  std::chrono::seconds handshake_time{60};
  std::chrono::seconds login_time{600};
  std::chrono::seconds imap_idle{1800};
  std::chrono::seconds pop3_idle{600};
  std::chrono::seconds smtp_idle{300};
  std::chrono::seconds stop_time{10};
};

enum class LimitUnit : std::uint8_t { Size, Count, Seconds };

struct LimitInfo {
  std::string_view name;  // "connections-per-address"
  LimitUnit unit;
  std::uint64_t least, most;
  std::string_view what;  // one line for people
  std::variant<std::size_t Limits::*, std::chrono::seconds Limits::*> member;

  [[nodiscard]] std::uint64_t get(const Limits& limits) const;
  void set(Limits& limits, std::uint64_t value) const;
};

// In the order of the struct.
[[nodiscard]] std::span<const LimitInfo> limit_infos();

}  // namespace mailrig::server
