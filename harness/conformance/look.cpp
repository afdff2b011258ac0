#include "harness/conformance/look.hpp"

#include <utility>

namespace mailrig::conformance {

namespace {

constexpr std::size_t kKept = 4096;  // octets of a greeting or an answer

std::string_view question(Service service) {
  switch (scenario::protocol_of(service)) {
    case scenario::Protocol::Smtp:
      return "NOOP\r\n";
    case scenario::Protocol::Imap:
      return "L1 NOOP\r\n";
    case scenario::Protocol::Pop3:
      return "QUIT\r\n";  // NOOP is for those who have logged in
  }
  return "\r\n";
}

std::string_view farewell(Service service) {
  switch (scenario::protocol_of(service)) {
    case scenario::Protocol::Smtp:
      return "QUIT\r\n";
    case scenario::Protocol::Imap:
      return "L2 LOGOUT\r\n";
    case scenario::Protocol::Pop3:
      break;
  }
  return {};
}

// The greeting is whole: an SMTP server may send several lines, and does not like to be interrupted.
bool whole(std::string_view greeting) {
  std::size_t begin = 0;
  for (std::size_t end = greeting.find('\n'); end != std::string_view::npos;
       begin = end + 1, end = greeting.find('\n', begin)) {
    const std::string_view line = greeting.substr(begin, end - begin);
    if (line.size() < 4 || line[3] != '-' || line[0] < '0' || line[0] > '9') return true;
  }
  return greeting.size() >= kKept;
}

}  // namespace

// One service, tried until it answers or the patience is over.
class Look::Visit final : public net::Handler {
 public:
  Visit(Look& look, const Target& target, const LookLimits& limits, Service service)
      : look_(look), target_(target), limits_(limits), service_(service), timer_(look.loop_.timer()) {
    absence_.service = service;
  }

  void begin() {
    const drive::Address& address = target_.drive.at(service_);
    net::ConnectOptions options;
    options.endpoint = address.endpoint;
    options.timeout = limits_.answer;
    if (address.tls == net::TlsMode::Implicit) options.tls = target_.drive.tls;
    heard_.clear();
    asked_ = false;
    timer_->arm(look_.loop_.now() + limits_.answer, [this] { away("no answer in time"); });
    connection_ = look_.loop_.connect(options, *this);
  }

  void connected() override {
    if (!target_.at(service_).answers) there();
  }
  void received(std::string_view bytes) override {
    heard_.append(bytes.substr(0, kKept - std::min(heard_.size(), kKept)));
    if (asked_) return there();
    if (!whole(heard_)) return;
    asked_ = true;
    connection_->write(question(service_));
  }
  // One that greets and ends the connection does not want us, and is there to say so.
  void closed(const net::Closing& closing) override {
    using net::Ending;
    if (asked_ || closing.ending == Ending::NoSockets) return there();
    away(closing.ending == Ending::Fin ? "ends connections at once" : std::string(name(closing.ending)));
  }

  [[nodiscard]] bool was_away() const { return !absence_.seen.empty(); }
  [[nodiscard]] const Absence& absence() const { return absence_; }

 private:
  void there() {
    if (std::exchange(over_, true)) return;
    absence_.came_back = was_away();
    if (connection_) {
      connection_->write(farewell(service_));
      connection_->close();
    }
    end();
  }

  void away(std::string_view how) {
    if (over_) return;
    const net::Time now = look_.loop_.now();
    if (!was_away()) {
      away_since_ = now;
      absence_.seen = std::string(scenario::name(service_)) + " " +
                      net::to_string(target_.drive.at(service_).endpoint) + ": " + std::string(how);
      if (look_.first_away_) look_.first_away_(absence_);
    }
    if (now - away_since_ >= limits_.patience || how == "no answer in time") {
      over_ = true;
      return end();
    }
    timer_->arm(now + limits_.again, [this] { begin(); });
  }

  // Not from inside a call of the connection's.
  void end() {
    timer_->arm(look_.loop_.now(), [this] { look_.ended(*this); });
  }

  Look& look_;
  const Target& target_;
  LookLimits limits_;
  Service service_;
  std::unique_ptr<net::Timer> timer_;
  std::unique_ptr<net::Connection> connection_;
  std::string heard_;
  net::Time away_since_;
  Absence absence_;
  bool asked_ = false, over_ = false;
};

Look::Look(net::Loop& loop, const Target& target, const LookLimits& limits, const std::set<Service>& services,
           std::function<void(const Absence&)> first_away,
           std::function<void(const std::vector<Absence>&)> done)
    : first_away_(std::move(first_away)), done_(std::move(done)), loop_(loop) {
  for (const Service service : services) {
    if (target.drive.at(service).offered)
      visits_.push_back(std::make_unique<Visit>(*this, target, limits, service));
  }
  open_ = visits_.size();
  for (auto& visit : visits_) visit->begin();
}

Look::~Look() = default;

void Look::ended(const Visit&) {
  if (--open_ > 0) return;
  std::vector<Absence> absences;
  for (const auto& visit : visits_) {
    if (visit->was_away()) absences.push_back(visit->absence());
  }
  done_(absences);
}

}  // namespace mailrig::conformance
