// From a scenario to a program: names become slots, templates are split, patterns parsed, set-up and
// clean-up written for what the target can do.
#pragma once

#include <array>

#include "harness/scenario/diagnostic.hpp"
#include "harness/scenario/scenario.hpp"

namespace mailrig::scenario {

// What a fixture must know about one service of the target.
struct ServiceFacts {
  bool there = false;
  bool starttls = false;    // the run's TLS mode is to upgrade
  bool auth_plain = false;  // log in by SASL, not by LOGIN or USER and PASS
  bool implicit = false;    // the run's TLS begins with the first octet
  bool utf8 = false;        // POP3: UTF8 is said before the login (RFC 6856 2)
  bool enables = false;     // IMAP: clients say ENABLE IMAP4rev2 when they have logged in (RFC 9051 A)
};

struct FixtureFacts {
  std::array<ServiceFacts, kServiceCount> services;  // by Service
  bool literal_plus = false;                         // write literals as {n+}
  bool uidplus = false;                              // UID EXPUNGE
  bool utf8_accept = false;                          // IMAP's UTF8=ACCEPT: some messages want it enabled
  bool top = false;                                  // POP3's TOP
  bool utf8 = false;                                 // … and UTF8, without which some messages are withheld
  Rev rev = Rev::Imap4rev1;                          // what an IMAP run is about
  [[nodiscard]] const ServiceFacts& of(Service service) const {
    return services[static_cast<std::size_t>(service)];
  }
  ServiceFacts& of(Service service) { return services[static_cast<std::size_t>(service)]; }
};

// What the target offers: settles 'if offered …'.
class Offer {
 public:
  virtual ~Offer() = default;
  // `need.absent` is the caller's to see to.
  [[nodiscard]] virtual bool has(const Need& need) const = 0;
};

class OfferOfAll final : public Offer {
 public:
  [[nodiscard]] bool has(const Need&) const override { return true; }
};

// Of a scenario that was loaded without mistakes. Throws std::logic_error if it has one all the same.
[[nodiscard]] Program compile(const Scenario& scenario, const FixtureFacts& facts, const Offer& offer);
// One for each branch of its 'if offered …', on a target that has every service: of a scenario without
// mistakes.
[[nodiscard]] std::vector<Program> compile_all(const Scenario& scenario);
// All mistakes of all branches, for a target of these facts; some may come twice.
void find_mistakes(const Scenario& scenario, const FixtureFacts& facts, Diagnostics& mistakes);

}  // namespace mailrig::scenario
