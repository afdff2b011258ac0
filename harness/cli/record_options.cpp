#include "harness/cli/record_options.hpp"

#include <algorithm>
#include <array>

#include <fmt/core.h>

#include "harness/cli/exit_code.hpp"
#include "harness/cli/refusal.hpp"
#include "harness/load/profile.hpp"

namespace mailrig::cli {

namespace {

using transcribe::Protocol;

struct Kind {
  std::string_view name, service;
  Protocol protocol;
  bool implicit_tls;
  std::uint16_t port;  // the usual one
};

constexpr std::array<Kind, 9> kKinds = {{
    {"smtp", "smtp", Protocol::Smtp, false, 25},
    {"smtps", "smtp", Protocol::Smtp, true, 0},
    {"submission", "submission", Protocol::Smtp, false, 587},
    {"submissions", "submission", Protocol::Smtp, true, 465},
    {"lmtp", "lmtp", Protocol::Lmtp, false, 24},
    {"imap", "imap", Protocol::Imap, false, 143},
    {"imaps", "imap", Protocol::Imap, true, 993},
    {"pop3", "pop3", Protocol::Pop3, false, 110},
    {"pop3s", "pop3", Protocol::Pop3, true, 995},
}};

[[noreturn]] void refuse(const std::string& what) {
  throw Refusal{kWrongUse, what + "\n"};
}

struct Address {
  std::string kind;  // empty: not said
  net::Endpoint endpoint;
};

Address parse(std::string_view flag, const std::string& word) {
  Address address;
  const std::size_t equals = word.find('=');
  if (equals != std::string::npos) address.kind = word.substr(0, equals);
  const std::string place = equals == std::string::npos ? word : word.substr(equals + 1);
  if (!net::parse_endpoint(place, address.endpoint)) {
    refuse(fmt::format("{} {}: [SERVICE=]HOST:PORT is meant, such as imap=127.0.0.1:143", flag, word));
  }
  return address;
}

const Kind& kind_of(const Address& address, const std::string& word) {
  const auto* const found = std::find_if(kKinds.begin(), kKinds.end(), [&](const Kind& kind) {
    return address.kind.empty() ? kind.port != 0 && kind.port == address.endpoint.port
                                : kind.name == address.kind;
  });
  if (found != kKinds.end()) return *found;
  std::string names;
  for (const Kind& kind : kKinds) names += fmt::format("{}{}", names.empty() ? "" : ", ", kind.name);
  refuse(fmt::format("--to {}: say which service it is, as in imap=HOST:PORT; there are {}", word, names));
}

// The listening address of each door: that which names its service, or the one that names none.
void place(const RecordOptions& options, std::vector<Door>& doors) {
  for (const std::string& word : options.listen) {
    const Address address = parse("--listen", word);
    const auto found = std::find_if(doors.begin(), doors.end(), [&](const Door& door) {
      return address.kind.empty() ? doors.size() == 1 : door.name == address.kind;
    });
    if (found == doors.end()) {
      refuse(
          address.kind.empty()
              ? fmt::format("--listen {}: there are several --to; say for which, as in imap={}", word, word)
              : fmt::format("--listen {}: there is no --to {}=HOST:PORT", word, address.kind));
    }
    found->from = address.endpoint;
  }
}

void guard(const RecordOptions& options, const std::vector<Door>& doors) {
  for (const Door& door : doors) {
    if (!net::is_loopback(door.from.host)) {
      refuse(fmt::format(
          "--listen {}: record listens on this machine alone, for it hands on what clients say, passwords "
          "included",
          net::to_string(door.from)));
    }
    if (!options.may_record_this_host && !net::is_loopback(door.to.host)) {
      refuse(
          fmt::format("{} is not this machine, and what is said to it is kept in files: if you may, say "
                      "--i-may-record-this-host",
                      door.to.host));
    }
  }
}

}  // namespace

std::vector<Door> doors_of(const RecordOptions& options) {
  std::vector<Door> doors;
  for (const std::string& word : options.to) {
    const Address address = parse("--to", word);
    const Kind& kind = kind_of(address, word);
    doors.push_back({std::string(kind.name),
                     std::string(kind.service),
                     kind.protocol,
                     kind.implicit_tls,
                     {"127.0.0.1", 0},
                     address.endpoint});
  }
  if (doors.empty()) refuse("record: --to [SERVICE=]HOST:PORT says which server is behind it");
  place(options, doors);
  guard(options, doors);
  return doors;
}

std::chrono::milliseconds time_of(const RecordOptions& options) {
  if (options.duration.empty()) return std::chrono::milliseconds{0};
  const auto time = load::parse_duration(options.duration);
  if (!time || time->count() <= 0)
    refuse(fmt::format("--for {}: a time like 30s is meant", options.duration));
  return std::chrono::duration_cast<std::chrono::milliseconds>(*time);
}

}  // namespace mailrig::cli
