// The target as its user described it (flags, environment, a TOML file), and as the probe found it.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "harness/drive/driver.hpp"
#include "harness/net/endpoint.hpp"
#include "harness/scenario/compile.hpp"
#include "harness/scenario/diagnostic.hpp"
#include "harness/scenario/given.hpp"
#include "harness/scenario/keys.hpp"

namespace mailrig::conformance {

using scenario::Service;
using Account = scenario::GivenAccount;  // user, password, address

inline constexpr std::array<Service, scenario::kServiceCount> kServices = {
    Service::Smtp, Service::Submission, Service::Lmtp, Service::Imap, Service::Pop3};
inline constexpr std::string_view kDefaultDomain = "example.test";

// As described. One service: where it is, and how TLS begins there if not as everywhere.
struct ServiceSetting {
  net::Endpoint endpoint;
  std::optional<net::TlsMode> tls;
};
struct TargetSpec {
  std::string host;  // its usual ports are tried for services not named
  std::array<std::optional<ServiceSetting>, scenario::kServiceCount> services;
  std::array<std::optional<net::Endpoint>, scenario::kServiceCount>
      implicit;                     // their second doors, where TLS begins at once
  std::optional<net::TlsMode> tls;  // not said: STARTTLS where it is offered and the host is not loopback
  // For a run in just that TLS mode: it goes before what is said of one service, and a service that can't
  // be reached so is left out of the run (see Target::left_out).
  bool tls_or_left_out = false;
  std::optional<scenario::Rev> rev;  // of IMAP; not said: IMAP4rev1 where it is offered
  bool rev_or_left_out = false;      // where IMAP does not offer that, it is left out of the run
  std::vector<Account> accounts;
  std::string domain, sender;  // empty: example.test, and one of the scenario's own
  bool verify_certificate = false;
  std::string ca_file;
  std::string client_certificate, client_key;  // PEM files, for EXTERNAL; empty: none is shown
  bool passwords_in_the_clear = false;         // to hosts that are not loopback
  [[nodiscard]] std::optional<ServiceSetting>& at(Service service) {
    return services[static_cast<std::size_t>(service)];
  }
  [[nodiscard]] const std::optional<ServiceSetting>& at(Service service) const {
    return services[static_cast<std::size_t>(service)];
  }
};

[[nodiscard]] std::optional<net::TlsMode> parse_tls_mode(
    std::string_view word);  // "none", "starttls", "implicit"
[[nodiscard]] std::string_view name(net::TlsMode mode);
// A service under TLS from the first octet: "smtps", "submissions", "lmtps", "imaps", "pop3s".
[[nodiscard]] std::string_view implicit_name(Service service);

// As a capability: "IMAP4rev2".
[[nodiscard]] std::string_view revision_name(scenario::Rev rev);

// A target file over `spec`: what it names replaces what was there. Strict; mistakes with their places.
//
//     host = "mx.example"            # its usual ports
//     user = "alice"                 # or users = "users.csv"
//     password = "…"
//     imaps = "mx.example:993"       # smtps, submissions, lmtps, pop3s likewise
//     [imap]                         # smtp, submission, lmtp, pop3 likewise
//     address = "mx.example:143"
//
// target_keys() has them all. What it says of accounts, and where:
struct TargetFile {
  std::string user, password, users, bearer;
  scenario::Location where, user_at, users_at;  // of the whole; set where that key is
};
void read_target_file(const std::string& file, std::string_view content, TargetSpec& spec,
                      TargetFile& accounts, scenario::Diagnostics& mistakes);

[[nodiscard]] std::span<const scenario::Key> target_keys();

// Several servers in one file: [[target]] with a name, which is a folder's name, too, and the keys above.
struct NamedTarget {
  std::string name;
  std::string baseline;  // file of its known failures; empty: none is named
  TargetSpec spec;
  TargetFile accounts;
};
[[nodiscard]] std::vector<NamedTarget> read_targets_file(const std::string& file, std::string_view content,
                                                         scenario::Diagnostics& mistakes);
[[nodiscard]] std::span<const scenario::Key> targets_keys();

// One service as the probe found it.
struct Probed {
  std::string greeting;                   // first line, without CRLF
  std::vector<std::string> capabilities;  // all that were seen: before and after TLS and login, each once
  std::vector<std::string> otherwise;     // … where TLS begins as it does not for the run: see offers()
  bool starttls = false;                  // offered in the clear
  bool answers = false;                   // it said something to what it was asked
  bool login_tried = false, login_accepted = false;
  [[nodiscard]] bool offers(std::string_view capability) const;  // "MOVE", "AUTH=PLAIN", "SASL PLAIN"
  // To a client for which TLS begins so, where the run has `mode`.
  [[nodiscard]] bool offers(std::string_view capability, scenario::TlsStart start, net::TlsMode mode) const;
};

// As found: all that a runner needs. Where a service is: drive.at(service).offered.
struct Target {
  drive::Target drive;
  std::vector<Account> accounts;
  std::string host, domain, sender, mailbox_prefix;
  scenario::FixtureFacts facts;
  bool verifies = false;                // there is something to check certificates against
  bool passwords_in_the_clear = false;  // to hosts that are not loopback
  std::array<Probed, scenario::kServiceCount> probed;
  // Why a service is not part of this run; empty: it is, or there is none.
  std::array<std::string, scenario::kServiceCount> left_out;
  std::vector<std::string> remarks;  // for people: what was found odd
  [[nodiscard]] const Probed& at(Service service) const { return probed[static_cast<std::size_t>(service)]; }
  [[nodiscard]] Probed& at(Service service) { return probed[static_cast<std::size_t>(service)]; }
};

// {"smtp", "127.0.0.1:2525 (STARTTLS)"}, {"smtp greeting", "220 …"}; capabilities likewise: for RunStarted.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> describe(const Target& target);
[[nodiscard]] std::vector<std::pair<std::string, std::vector<std::string>>> capabilities_of(
    const Target& target);

}  // namespace mailrig::conformance
