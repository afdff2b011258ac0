#include "harness/scenario/facts.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "harness/scenario/keys.hpp"
#include "harness/scenario/line_words.hpp"
#include "harness/wire/ascii.hpp"

namespace mailrig::scenario {

namespace {

constexpr std::array<std::pair<State, std::string_view>, 10> kStates = {
    {{State::None, "none"},
     {State::Connected, "connected"},
     {State::Greeted, "greeted"},
     {State::Hello, "hello"},
     {State::Authenticated, "authenticated"},
     {State::Mail, "mail"},
     {State::Rcpt, "rcpt"},
     {State::Selected, "selected"},
     {State::Examined, "examined"},
     {State::Transaction, "transaction"}}};
constexpr std::array<std::string_view, kServiceCount> kServices = {"smtp", "submission", "lmtp", "imap",
                                                                   "pop3"};

bool has_state(Protocol protocol, State state) {
  switch (state) {
    case State::None:
    case State::Connected:
    case State::Greeted:
      return true;
    case State::Hello:
    case State::Mail:
    case State::Rcpt:
      return protocol == Protocol::Smtp;
    case State::Authenticated:
      return protocol != Protocol::Pop3;
    case State::Selected:
    case State::Examined:
      return protocol == Protocol::Imap;
    case State::Transaction:
      return protocol == Protocol::Pop3;
  }
  return false;
}

bool delivers(const Scenario& scenario, const Line& line) {
  if (line.verb == Verb::Deliver || (line.verb == Verb::Send && line.data)) return true;
  if (line.verb != Verb::Send) return false;
  for (const ClientFacts& client : scenario.clients) {
    if (client.name != line.client && scenario.clients.size() > 1) continue;
    if (protocol_of(client.service) != Protocol::Smtp) return false;
  }
  return line.raw ? line.text.find("DATA") != std::string::npos || line.text.find("BDAT") != std::string::npos
                  : wire::istarts_with(line.text, "DATA") || wire::istarts_with(line.text, "BDAT");
}

}  // namespace

std::string_view name(State state) {
  for (const auto& [known, word] : kStates) {
    if (known == state) return word;
  }
  return "none";
}

std::string_view name(Service service) {
  return kServices[static_cast<std::size_t>(service)];
}

std::span<const std::string_view> service_words() {
  return kServices;
}

std::span<const std::string_view> state_words() {
  static const auto words = [] {
    std::array<std::string_view, kStates.size()> all;
    for (std::size_t i = 0; i < all.size(); ++i) all.at(i) = kStates.at(i).second;
    return all;
  }();
  return words;
}

std::string service_names() {
  std::string all;
  for (std::size_t i = 0; i < kServices.size(); ++i) {
    if (i > 0) all += i + 1 == kServices.size() ? " or " : ", ";
    all += kServices[i];
  }
  return all;
}

std::optional<Service> service_named(std::string_view word) {
  for (std::size_t i = 0; i < kServices.size(); ++i) {
    if (kServices[i] == word) return static_cast<Service>(i);
  }
  return std::nullopt;
}

State default_state(Service service) {
  return service == Service::Imap   ? State::Selected
         : service == Service::Pop3 ? State::Transaction
                                    : State::Hello;
}

bool Scenario::has(Protocol protocol) const {
  return std::any_of(clients.begin(), clients.end(),
                     [&](const ClientFacts& client) { return protocol_of(client.service) == protocol; });
}

std::optional<State> parse_state(std::string_view word, Service service, const Location& where,
                                 Diagnostics& mistakes) {
  std::vector<std::string_view> fitting;
  for (const auto& [state, state_name] : kStates) {
    if (!has_state(protocol_of(service), state)) continue;
    if (state_name == word) return state;
    fitting.push_back(state_name);
  }
  std::string all;
  for (const std::string_view one : fitting) all += (all.empty() ? "" : ", ") + std::string(one);
  const std::string_view near = nearest(word, std::span<const std::string_view>(fitting));
  mistakes.push_back({where, std::string(name(service)) + " has no state '" + std::string(word) + "'" +
                                 (near.empty() ? "; its states are " + all : did_you_mean(near))});
  return std::nullopt;
}

TlsStart parse_tls_start(std::string_view word, const Location& where, Diagnostics& mistakes) {
  static constexpr std::array<TlsStart, kTlsWords.size()> kStarts = {TlsStart::None, TlsStart::StartTls,
                                                                     TlsStart::Implicit};
  for (std::size_t i = 0; i < kStarts.size(); ++i) {
    if (kTlsWords.at(i) == word) return kStarts.at(i);
  }
  mistakes.push_back({where, quote(word) + " is no way to begin; meant is 'none', 'starttls' or 'implicit'"});
  return TlsStart::Default;
}

TlsVersion parse_version(std::string_view word, const Location& where, Diagnostics& mistakes) {
  if (const auto version = parse_tls_version(word)) return *version;
  mistakes.push_back({where, quote(word) + " is no version of TLS; meant is '1.0', '1.1', '1.2' or '1.3'"});
  return TlsVersion::Any;
}

Need parse_need(std::string_view word, Service service, const Location& where, Diagnostics& mistakes) {
  Need need;
  need.source = std::string(word);
  need.service = service;
  if (word.starts_with('!')) {
    need.absent = true;
    word.remove_prefix(1);
  }
  if (word == "tls") {
    need.kind = Need::Kind::Tls;
    return need;
  }
  if (word.starts_with("accounts:")) {
    const auto count = wire::to_number(word.substr(9));
    need.kind = Need::Kind::Accounts;
    if (count && *count > 0 && *count <= kAccountsLimit) {
      need.accounts = static_cast<std::uint32_t>(*count);
    } else {
      mistakes.push_back({where, "'" + need.source + "': meant is 'accounts:2', 16 at most"});
    }
    return need;
  }
  if (const auto named = service_named(word)) {
    need.kind = Need::Kind::Service;
    need.service = *named;
    return need;
  }
  const std::size_t colon = word.find(':');
  if (colon != std::string_view::npos) {
    const auto named = service_named(word.substr(0, colon));
    if (named) {
      need.service = *named;
    } else {
      mistakes.push_back({where, quote(word.substr(0, colon)) + " is no service" +
                                     did_you_mean(nearest(word.substr(0, colon),
                                                          std::span<const std::string_view>(kServices)))});
    }
    word.remove_prefix(colon + 1);
  }
  if (word.empty() || word.front() == ' ') {
    mistakes.push_back(
        {where, "'" + need.source + "' names no capability; meant is 'MOVE', 'imap:MOVE' or '!MOVE'"});
  }
  need.capability = std::string(word);
  return need;
}

void check_name(std::string_view name, std::string_view what, const Location& where, Diagnostics& mistakes) {
  const bool good =
      !name.empty() && wire::is_alpha(name[0]) &&
      std::all_of(name.begin(), name.end(), [](char c) { return wire::is_alnum(c) || c == '_'; });
  if (!good) {
    mistakes.push_back({where, quote(name) + " can't name " + std::string(what) +
                                   "; meant is a letter, then letters, digits and '_'"});
  }
}

void derive(Scenario& scenario) {
  for (const ClientFacts& client : scenario.clients)
    scenario.accounts = std::max(scenario.accounts, client.account);
  for (const Need& need : scenario.needs) {
    if (need.kind == Need::Kind::Accounts && !need.absent) {
      scenario.accounts = std::max(scenario.accounts, need.accounts);
    }
  }
  scenario.delivers = std::any_of(scenario.lines.begin(), scenario.lines.end(),
                                  [&](const Line& line) { return delivers(scenario, line); });
}

}  // namespace mailrig::scenario
