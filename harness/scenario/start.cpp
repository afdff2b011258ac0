#include "harness/scenario/fixture.hpp"

namespace mailrig::scenario {

namespace {

class Start {
 public:
  Start(const std::string& client, std::uint32_t account) : client_(client) {
    if (account > 1) suffix_ = "." + std::to_string(account);
  }

  void line(std::string_view text) { text_ += client_ + " " + std::string(text) + "\n"; }
  [[nodiscard]] std::string of(std::string_view function, std::string_view name) const {
    return "${" + std::string(function) + std::string(name) + suffix_ + "}";
  }
  [[nodiscard]] std::string take() { return std::move(text_); }

  void smtp(State state, const ServiceFacts& facts, Service service) {
    const std::string_view hello = service == Service::Lmtp ? "C: LHLO mailrig.test" : "C: EHLO mailrig.test";
    line("S: 220");
    if (state == State::Greeted) return;
    line(hello);
    line("S: 250");
    if (facts.starttls) {
      line("C: STARTTLS");
      line("S: 220");
      line("tls");
      line(hello);
      line("S: 250");
    }
    if (state == State::Hello) return;
    if (service == Service::Submission || state == State::Authenticated) {
      line("C: AUTH PLAIN " + of("", "plain"));
      line("S: 235");
    }
    if (state == State::Authenticated) return;
    line("C: MAIL FROM:<${sender}>");
    line("S: 250");
    if (state == State::Mail) return;
    line("C: RCPT TO:<" + of("", "address") + ">");
    line("S: 250|251");
  }

  void imap(State state, const ServiceFacts& facts) {
    line("S: * OK|PREAUTH");
    if (state == State::Greeted) return;
    if (facts.starttls) {
      line("C: STARTTLS");
      line("S: OK");
      line("tls");
    }
    line(facts.auth_plain ? "auth PLAIN"
                          : "C: LOGIN " + of("quoted:", "user") + " " + of("quoted:", "password"));
    line("S: OK");
    if (facts.enables) {
      line("C: ENABLE IMAP4rev2");
      line("S: * ENABLED IMAP4rev2 ...");
      line("S: OK");
    }
    if (state == State::Authenticated) return;
    line(std::string(state == State::Examined ? "C: EXAMINE" : "C: SELECT") + " ${quoted:mailbox}");
    line("S: OK");
  }

  void pop3(State state, const ServiceFacts& facts) {
    line("S: +OK");
    if (state == State::Greeted) return;
    if (facts.starttls) {
      line("C: STLS");
      line("S: +OK");
      line("tls");
    }
    if (facts.utf8) {
      line("C: UTF8");
      line("S: +OK|-ERR");
    }
    if (facts.auth_plain) {
      line("auth PLAIN");
    } else {
      line("C: USER " + of("", "user"));
      line("S: +OK");
      line("C: PASS " + of("", "password"));
    }
    line("S: +OK");
  }

 private:
  std::string client_, suffix_, text_;
};

}  // namespace

std::string write_start(const std::string& client, Service service, std::uint32_t account, State state,
                        const ServiceFacts& facts) {
  if (state == State::None) return {};
  Start start(client, account);
  start.line("connect");
  if (state == State::Connected) return start.take();
  switch (protocol_of(service)) {
    case Protocol::Smtp:
      start.smtp(state, facts, service);
      break;
    case Protocol::Imap:
      start.imap(state, facts);
      break;
    case Protocol::Pop3:
      start.pop3(state, facts);
      break;
  }
  return start.take();
}

}  // namespace mailrig::scenario
