#include "harness/conformance/probe.hpp"

#include <algorithm>

#include "harness/conformance/interview.hpp"

namespace mailrig::conformance {

namespace {

using net::TlsMode;

struct UsualPort {
  Service service;
  std::uint16_t port;
  TlsMode tls;  // Implicit, or in the clear at first
};
// Best first, a service.
constexpr std::array<UsualPort, 7> kUsualPorts = {{{Service::Smtp, 25, TlsMode::None},
                                                   {Service::Submission, 587, TlsMode::None},
                                                   {Service::Submission, 465, TlsMode::Implicit},
                                                   {Service::Imap, 143, TlsMode::None},
                                                   {Service::Imap, 993, TlsMode::Implicit},
                                                   {Service::Pop3, 110, TlsMode::None},
                                                   {Service::Pop3, 995, TlsMode::Implicit}}};

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
    result_.target.drive.tls = net::TlsContext::client(options);
    result_.target.drive.connect_timeout = timeout_;
  }

  [[nodiscard]] std::string host() const {
    if (!spec_.host.empty()) return spec_.host;
    for (const auto& setting : spec_.services) {
      if (setting) return setting->endpoint.host;
    }
    return "localhost";
  }

  // Those that were named are there; of the host's usual ports, those that answer.
  void find_services() {
    for (const Service service : kServices) {
      const auto& setting = spec_.at(service);
      if (!setting) continue;
      const TlsMode mode = setting->tls ? *setting->tls : spec_.tls.value_or(TlsMode::None);
      result_.target.drive.at(service) = drive::Address{setting->endpoint, mode, true};
    }
    if (!spec_.host.empty()) try_usual_ports();
  }

  void try_usual_ports() {
    std::vector<std::unique_ptr<Talk>> talks;
    for (const UsualPort& usual : kUsualPorts) {
      talks.push_back(std::make_unique<Talk>(loop_, timeout_));
      talks.back()->begin(net::Endpoint{spec_.host, usual.port}, nullptr);
    }
    for (std::size_t i = 0; i < kUsualPorts.size(); ++i) {
      const UsualPort& usual = kUsualPorts[i];
      drive::Address& address = result_.target.drive.at(usual.service);
      const bool implicit = usual.tls == TlsMode::Implicit;
      if (address.offered || spec_.at(usual.service)) continue;
      if (spec_.tls && implicit != (*spec_.tls == TlsMode::Implicit)) continue;
      if (!talks[i]->wait_connected()) continue;
      address = drive::Address{net::Endpoint{spec_.host, usual.port},
                               implicit ? TlsMode::Implicit : spec_.tls.value_or(TlsMode::None), true};
    }
  }

  [[nodiscard]] bool mode_chosen(Service service) const {
    return spec_.tls.has_value() || (spec_.at(service) && spec_.at(service)->tls);
  }
  [[nodiscard]] bool clear_allowed(const net::Endpoint& endpoint) const {
    return spec_.passwords_in_the_clear || net::is_loopback(endpoint.host);
  }

  void ask(Service service) {
    drive::Address& address = result_.target.drive.at(service);
    Talk talk(loop_, timeout_);
    talk.begin(address.endpoint, address.tls == TlsMode::Implicit ? result_.target.drive.tls : nullptr);
    if (!talk.wait_connected()) {
      unreachable_ += std::string(scenario::name(service)) + " " + net::to_string(address.endpoint) + ": " +
                      talk.detail() + "\n";
      address.offered = false;
      return;
    }
    // Not said, and not ourselves: TLS where there is some.
    const bool automatic =
        !mode_chosen(service) && address.tls == TlsMode::None && !net::is_loopback(address.endpoint.host);
    Interview interview{talk, result_.target.drive.tls, automatic || address.tls == TlsMode::StartTls, false,
                        nullptr};
    if (!result_.target.accounts.empty()) interview.account = &result_.target.accounts.front();
    interview.may_log_in = address.tls == TlsMode::Implicit || clear_allowed(address.endpoint);
    Probed& probed = result_.target.at(service);
    if (!speak(service, interview, probed)) {
      remark(service, "does not speak its protocol; it greets with '" + probed.greeting.substr(0, 80) + "'");
    }
    if (automatic && probed.starttls) address.tls = TlsMode::StartTls;
    check_clear(service, address, probed);
    ++answering_;
  }

  bool speak(Service service, Interview& interview, Probed& probed) {
    switch (scenario::protocol_of(service)) {
      case scenario::Protocol::Smtp:
        return ask_smtp(interview, probed);
      case scenario::Protocol::Imap:
        return ask_imap(interview, probed, result_.target.mailbox_prefix);
      case scenario::Protocol::Pop3:
        return ask_pop3(interview, probed);
    }
    return false;
  }

  void check_clear(Service service, const drive::Address& address, const Probed& probed) {
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

  void conclude() {
    if (result_.what == ProbeResult::What::Refused) return;
    if (answering_ == 0) {
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
    }
    const Probed& imap = target.at(Service::Imap);
    target.facts.of(Service::Imap).auth_plain =
        imap.offers("LOGINDISABLED") && imap.offers("AUTH=PLAIN") && !imap.login_accepted;
    const Probed& pop3 = target.at(Service::Pop3);
    target.facts.of(Service::Pop3).auth_plain =
        !pop3.offers("USER") && pop3.offers("SASL PLAIN") && !pop3.login_accepted;
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
