#include "harness/conformance/probe.hpp"

#include <algorithm>
#include <stdexcept>

#include "harness/conformance/interview.hpp"

namespace mailrig::conformance {

namespace {

using net::TlsMode;

struct UsualPorts {
  Service service;
  std::uint16_t clear, implicit;  // 0: none
};
constexpr std::uint16_t kSmtpPort = 25;
// LMTP has no port of its own: 24 is for "any private mail system", and usual.
constexpr std::array<UsualPorts, scenario::kServiceCount> kUsualPorts = {{{Service::Smtp, kSmtpPort, 0},
                                                                          {Service::Submission, 587, 465},
                                                                          {Service::Lmtp, 24, 0},
                                                                          {Service::Imap, 143, 993},
                                                                          {Service::Pop3, 110, 995}}};

class Probe {
 public:
  Probe(net::Loop& loop, const TargetSpec& spec, std::chrono::milliseconds timeout)
      : loop_(loop), spec_(spec), timeout_(timeout) {}

  ProbeResult run() {
    Target& target = result_.target;
    target.domain = spec_.domain.empty() ? std::string(kDefaultDomain) : spec_.domain;
    target.sender = spec_.sender;
    target.accounts = spec_.accounts;
    for (Account& account : target.accounts) {
      if (account.address.empty()) account.address = account.user + "@" + target.domain;
    }
    make_tls();
    if (result_.what == ProbeResult::What::Refused) return std::move(result_);
    find_services();
    target.host = host();
    for (const Service service : kServices) {
      if (result_.what != ProbeResult::What::Refused && target.drive.at(service).offered) ask(service);
    }
    conclude();
    return std::move(result_);
  }

 private:
  void refuse(std::string_view message) {
    result_.what = ProbeResult::What::Refused;
    result_.message.append(message) += '\n';
  }
  void remark(Service service, std::string_view text) {
    result_.target.remarks.push_back(std::string(scenario::name(service)) + ": " + std::string(text));
  }

  void make_tls() {
    net::TlsClientOptions options;
    options.verify = spec_.verify_certificate;
    options.ca_file = spec_.ca_file;
    options.server_name = net::is_loopback(host()) && !spec_.verify_certificate ? "" : host();
    options.certificate_file = spec_.client_certificate;
    options.key_file = spec_.client_key.empty() ? spec_.client_certificate : spec_.client_key;
    try {
      result_.target.drive.tls = net::TlsContext::client(options);
    } catch (const std::runtime_error& error) {
      refuse(error.what());
    }
    result_.target.drive.tls_clients = std::make_shared<net::TlsClients>(options);
    result_.target.passwords_in_the_clear = spec_.passwords_in_the_clear;
    result_.target.verifies = spec_.verify_certificate || !spec_.ca_file.empty();
    result_.target.drive.connect_timeout = timeout_;
  }

  [[nodiscard]] std::string host() const {
    if (!spec_.host.empty()) return spec_.host;
    for (const auto& setting : spec_.services) {
      if (setting) return setting->endpoint.host;
    }
    for (const auto& endpoint : spec_.implicit) {
      if (endpoint) return endpoint->host;
    }
    return "localhost";
  }

  // Those that were named are there; of the host's usual ports, those that answer.
  void find_services() {
    for (const Service service : kServices) {
      const auto& setting = spec_.at(service);
      const auto& implicit = spec_.implicit[static_cast<std::size_t>(service)];
      drive::Address& address = result_.target.drive.at(service);
      // Only one door was named: it is the one that its own TLS mode says.
      const auto own = setting && setting->tls ? setting->tls : spec_.tls;
      const bool other =
          setting && !implicit && (spec_.tls_or_left_out ? setting->tls : own) == TlsMode::Implicit;
      if (setting && !other) address.clear = setting->endpoint;
      if (other) address.implicit = setting->endpoint;
      if (implicit) address.implicit = implicit;
    }
    if (!spec_.host.empty()) try_usual_ports();
    for (const Service service : kServices) choose_door(service);
  }

  void try_usual_ports() {
    std::vector<std::pair<std::unique_ptr<Talk>, std::optional<net::Endpoint>*>> tried;
    for (const UsualPorts& usual : kUsualPorts) {
      drive::Address& address = result_.target.drive.at(usual.service);
      if (address.clear || address.implicit) continue;  // it was named
      for (const auto& [port, door] :
           {std::pair(usual.clear, &address.clear), std::pair(usual.implicit, &address.implicit)}) {
        if (port == 0) continue;
        *door = net::Endpoint{spec_.host, port};
        tried.emplace_back(std::make_unique<Talk>(loop_, timeout_), door);
        tried.back().first->begin(**door, nullptr);
      }
    }
    for (const auto& [talk, door] : tried) {
      if (!talk->wait_connected()) door->reset();
    }
  }

  // By which door the run goes in: the one in the clear, unless TLS is to begin at once.
  void choose_door(Service service) {
    drive::Address& address = result_.target.drive.at(service);
    const TlsMode mode = chosen_mode(service).value_or(address.clear ? TlsMode::None : TlsMode::Implicit);
    const auto& door = mode == TlsMode::Implicit ? address.implicit : address.clear;
    if (door) {
      address.endpoint = *door;
      address.tls = mode;
      address.offered = true;
    } else if (address.clear || address.implicit) {
      const bool implicit = mode == TlsMode::Implicit;
      leave_out(service, "no address is known where TLS " +
                             std::string(implicit ? "begins at once (--" : "does not begin at once (--") +
                             std::string(implicit ? implicit_name(service) : scenario::name(service)) + ")");
    }
  }

  void leave_out(Service service, std::string why) {
    remark(service, why);
    result_.target.drive.at(service).offered = false;
    result_.target.left_out[static_cast<std::size_t>(service)] = std::move(why);
  }

  [[nodiscard]] std::optional<TlsMode> chosen_mode(Service service) const {
    if (spec_.tls_or_left_out) return spec_.tls;
    const auto& setting = spec_.at(service);
    return setting && setting->tls ? setting->tls : spec_.tls;
  }
  [[nodiscard]] bool clear_allowed(const net::Endpoint& endpoint) const {
    return spec_.passwords_in_the_clear || net::is_loopback(endpoint.host);
  }

  void ask(Service service) {
    drive::Address& address = result_.target.drive.at(service);
    // Not said, and not ourselves: TLS where there is some.
    const bool automatic =
        !chosen_mode(service) && address.tls == TlsMode::None && !net::is_loopback(address.endpoint.host);
    Probed& probed = result_.target.at(service);
    if (!ask_at(service, address.endpoint, address.tls, automatic || address.tls == TlsMode::StartTls,
                probed)) {
      address.offered = false;
      return;
    }
    if (automatic && probed.starttls) {
      address.tls = TlsMode::StartTls;
    } else if (automatic && address.implicit) {
      Probed within;
      if (ask_at(service, *address.implicit, TlsMode::Implicit, false, within)) {
        probed = std::move(within);
        address.endpoint = *address.implicit;
        address.tls = TlsMode::Implicit;
      }
    }
    ++answering_;
    if (spec_.tls_or_left_out && !reached(service, address, probed)) return;
    if (service == Service::Imap && !choose_revision(probed)) return;
    look_otherwise(service, address, probed);
    check_login(service, address, probed);
  }

  // RFC 9051 A: where both are offered, a client that wants IMAP4rev2 says so.
  bool choose_revision(const Probed& imap) {
    using scenario::Rev;
    const bool first = imap.offers("IMAP4rev1"), second = imap.offers("IMAP4rev2");
    const Rev rev = spec_.rev.value_or(second && !first ? Rev::Imap4rev2 : Rev::Imap4rev1);
    if (rev == Rev::Imap4rev2 ? !second : second && !first) {
      const std::string missing = std::string(revision_name(rev)) + " is not offered";
      const std::string_view other = rev == Rev::Imap4rev2 ? "imap4rev1" : "imap4rev2";
      if (spec_.rev_or_left_out) {
        leave_out(Service::Imap, missing);
      } else {
        refuse("imap: " + missing + "; --rev " + std::string(other) + " judges what is");
      }
      return false;
    }
    result_.target.facts.rev = rev;
    result_.target.facts.of(Service::Imap).enables = rev == Rev::Imap4rev2 && first;
    return true;
  }

  // Whether a run in just this TLS mode finds the service and may log in there.
  bool reached(Service service, const drive::Address& address, const Probed& probed) {
    if (address.tls == TlsMode::StartTls && !probed.starttls) {
      leave_out(service, "STARTTLS is not offered");
    } else if (address.tls == TlsMode::None && probed.login_tried && !probed.login_accepted &&
               refuses_in_the_clear(service, probed)) {
      leave_out(service, "nobody may log in without TLS");
    }
    return address.offered;
  }

  // RFC 3501 6.2.3: LOGINDISABLED. POP3 has neither USER nor SASL then (RFC 2449 6.2, 6.3).
  static bool refuses_in_the_clear(Service service, const Probed& probed) {
    if (service == Service::Imap) return probed.offers("LOGINDISABLED");
    return service == Service::Pop3 && probed.offers("CAPA") && !probed.offers("USER") &&
           !probed.offers("SASL");
  }

  // False: nobody is there.
  bool ask_at(Service service, const net::Endpoint& endpoint, TlsMode mode, bool upgrade, Probed& probed) {
    Talk talk(loop_, timeout_);
    talk.begin(endpoint, mode == TlsMode::Implicit ? result_.target.drive.tls : nullptr);
    if (!talk.wait_connected()) {
      const auto word = mode == TlsMode::Implicit ? implicit_name(service) : scenario::name(service);
      unreachable_ += std::string(word) + " " + net::to_string(endpoint) + ": " + talk.detail() + "\n";
      return false;
    }
    Interview interview{talk, result_.target.drive.tls, upgrade, false, nullptr};
    if (!result_.target.accounts.empty()) interview.account = &result_.target.accounts.front();
    interview.may_log_in = mode == TlsMode::Implicit || clear_allowed(endpoint);
    const bool speaks = speak(service, interview, probed);
    probed.answers = talk.answered();
    if (!speaks) {
      if (service == Service::Lmtp && !spec_.at(service)) return false;  // something else is private there
      remark(service, "does not speak its protocol; it greets with '" + probed.greeting.substr(0, 80) + "'");
    }
    return true;
  }

  // What is offered where TLS begins in another way than the run has it: scenarios may ask for that.
  void look_otherwise(Service service, drive::Address& address, Probed& probed) {
    const bool implicit = address.tls == TlsMode::Implicit;
    auto& other = implicit ? address.clear : address.implicit;
    Probed found;
    if (other) {
      if (!ask_at(service, *other, implicit ? TlsMode::None : TlsMode::Implicit, false, found)) other.reset();
    } else if (address.tls == TlsMode::None && probed.starttls) {
      (void)ask_at(service, address.endpoint, TlsMode::None, true, found);
    }
    probed.otherwise = std::move(found.capabilities);
    if (implicit) probed.starttls = found.starttls;
  }

  bool speak(Service service, Interview& interview, Probed& probed) {
    switch (scenario::protocol_of(service)) {
      case scenario::Protocol::Smtp:
        return ask_smtp(interview, probed, service == Service::Lmtp ? "LHLO" : "EHLO");
      case scenario::Protocol::Imap:
        return ask_imap(interview, probed, result_.target.mailbox_prefix);
      case scenario::Protocol::Pop3:
        return ask_pop3(interview, probed);
    }
    return false;
  }

  void check_login(Service service, const drive::Address& address, const Probed& probed) {
    if (service == Service::Lmtp && address.endpoint.port == kSmtpPort)
      remark(service, "LMTP must not be used on port 25 (RFC 2033 5)");
    if (probed.login_tried && !probed.login_accepted) {
      remark(service, "did not let " + result_.target.accounts.front().user + " log in");
    }
    if (address.tls == TlsMode::StartTls && !probed.starttls)
      remark(service, "STARTTLS was asked for and is not offered");
    if (result_.target.accounts.empty() || clear_allowed(address.endpoint)) return;
    if (address.tls == TlsMode::None || (address.tls == TlsMode::StartTls && !probed.starttls)) {
      refuse(
          std::string(scenario::name(service)) + " " + net::to_string(address.endpoint) +
          ": the password would go in the clear; choose --tls, or say --i-may-send-passwords-in-the-clear");
    }
  }

  [[nodiscard]] bool any_left_out() const {
    const auto& all = result_.target.left_out;
    return std::any_of(all.begin(), all.end(), [](const std::string& why) { return !why.empty(); });
  }

  void conclude() {
    if (result_.what == ProbeResult::What::Refused) return;
    if (answering_ == 0 && (!unreachable_.empty() || !any_left_out())) {
      result_.what = ProbeResult::What::Unreachable;
      result_.message = unreachable_.empty() ? "no service answers on the usual ports of " + spec_.host + "\n"
                                             : unreachable_;
      return;
    }
    std::string_view rest = unreachable_;
    while (!rest.empty()) {
      const std::size_t end = rest.find('\n');
      result_.target.remarks.emplace_back(rest.substr(0, end));
      rest.remove_prefix(end + 1);
    }
    Target& target = result_.target;
    for (const Service service : kServices) {
      scenario::ServiceFacts& facts = target.facts.of(service);
      facts.there = target.drive.at(service).offered;
      facts.starttls = target.drive.at(service).tls == TlsMode::StartTls;
      facts.implicit = target.drive.at(service).tls == TlsMode::Implicit;
    }
    const Probed& imap = target.at(Service::Imap);
    target.facts.of(Service::Imap).auth_plain =
        imap.offers("LOGINDISABLED") && imap.offers("AUTH=PLAIN") && !imap.login_accepted;
    const Probed& pop3 = target.at(Service::Pop3);
    target.facts.of(Service::Pop3).auth_plain =
        !pop3.offers("USER") && pop3.offers("SASL PLAIN") && !pop3.login_accepted;
    target.facts.top = pop3.offers("TOP");
    target.facts.utf8 = pop3.offers("UTF8");
    target.facts.utf8_accept = imap.offers("UTF8=ACCEPT") || imap.offers("UTF8=ONLY");
    target.facts.uidplus = imap.offers("UIDPLUS") || imap.offers("IMAP4rev2");
  }

  net::Loop& loop_;
  const TargetSpec& spec_;
  std::chrono::milliseconds timeout_;
  ProbeResult result_;
  std::string unreachable_;
  int answering_ = 0;
};

}  // namespace

ProbeResult probe(net::Loop& loop, const TargetSpec& spec, std::chrono::milliseconds timeout) {
  return Probe(loop, spec, timeout).run();
}

}  // namespace mailrig::conformance
