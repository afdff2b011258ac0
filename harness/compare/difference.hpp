// Where two servers, played the same dialogues, answered differently.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "harness/record/event.hpp"

namespace mailrig::compare {

// One thing that one side says and the other does not, or says otherwise.
struct Difference {
  std::string scenario, client;
  std::string protocol;  // "smtp", "imap", "pop3"; of a verdict, the scenario's
  std::string verb;      // of the command that is answered; "greeting", "unasked", "closed", "verdict"
  std::string unit;      // of what was answered: "* n FETCH", "OK"; empty: the one reply that there is
  std::string path;      // what in it: "BODYSTRUCTURE.8", "enhanced code"; empty: the whole unit
  std::optional<std::string> a, b;     // as each says it, own values put aside; nothing: it is not there
  std::string a_sent, b_sent;          // the command as it went out: octets
  std::string a_received, b_received;  // the unit as it came: octets; empty: none came
  // All of it but place and octets, in one line: what is expected is told by it, and what is equal is
  // counted by it.
  //   imap SELECT: * OK [HIGHESTMODSEQ]: yes | -
  //   smtp RCPT: code: 250 | 550
  //   imap verdict: pass | fail
  [[nodiscard]] std::string line() const;
};

// One scenario on both sides.
struct Compared {
  std::string id, title;
  record::Verdict a = record::Verdict::Pass, b = record::Verdict::Pass;
  std::string a_complaint, b_complaint;  // what stands behind a verdict that is no pass
  std::vector<Difference> differences;   // in the order of the dialogue, by client
  std::string remark;                    // what could not be compared
};

// What was played on one side alone, or on neither.
struct NotCompared {
  std::string id, reason;
};

struct Comparison {
  std::vector<Compared> scenarios;  // by id
  std::vector<NotCompared> not_compared;
};

}  // namespace mailrig::compare
