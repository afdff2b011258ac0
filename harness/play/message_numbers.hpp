// Message sequence numbers that follow what leaves the mailbox (RFC 9051 2.3.1.2: "message sequence numbers
// … can be reassigned during the session"). Each connection has a history of departures. A moment is a place
// in it: a number bound at one moment can be looked at from any other, so responses may be held against a
// pattern in whatever order, each as the client understood it when it came.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "harness/scenario/program.hpp"

namespace mailrig::play {

inline constexpr std::size_t kDeparturesKept = 1'000'000;  // of one connection; beyond it numbers are lost

// One message, or all, left the selected mailbox.
struct Departure {
  enum class Kind : std::uint8_t {
    One,  // of the numbers first … last; which of them is known where they are the same
    All,  // another mailbox is selected, or none
  } kind = Kind::One;
  std::uint64_t first = 1, last = std::numeric_limits<std::uint64_t>::max();
};

class MessageNumbers {
 public:
  enum class State : std::uint8_t { Here, Gone, Lost, Deselected };
  using Moment = std::size_t;

  explicit MessageNumbers(const scenario::Program& program);

  [[nodiscard]] bool none() const { return numbers_.empty(); }
  void departed(scenario::ClientIndex client, const Departure& departure);
  [[nodiscard]] Moment now(scenario::ClientIndex client) const;
  // Drops what no number that is bound needs.
  void prune();

  struct Number {
    scenario::SlotIndex slot = 0;
    scenario::ClientIndex client = 0;
    bool bound = false;
    State state = State::Here;
    std::uint64_t number = 0, bound_as = 0;  // `number`: if it is not here any more, the last it had
    Moment moment = 0, left = 0;             // where it is looked at from; which departure was its own
    std::uint64_t asked = 0;                 // commands that expunge, sent before it was bound
  };
  [[nodiscard]] Number* find(scenario::SlotIndex slot);
  [[nodiscard]] const Number* find(scenario::SlotIndex slot) const;
  [[nodiscard]] std::vector<Number>& all() { return numbers_; }
  // Looks at it from another moment; what that cost.
  std::size_t move(Number& number, Moment to) const;
  // Why it has no number at the moment that it is looked at from; empty: it has one.
  [[nodiscard]] std::string why(const Number& number, std::string_view name) const;

  // A command that makes messages go, or selects another mailbox, is sent.
  void sent(scenario::ClientIndex client, std::string_view verb);
  [[nodiscard]] std::uint64_t asked() const { return asked_; }

 private:
  struct History {
    Moment base = 0;  // how many came before the first that is kept
    std::vector<Departure> kept;
  };
  static void pass(Number& number, const Departure& departure);
  static void take_back(Number& number, const Departure& departure);

  std::vector<Number> numbers_;
  std::vector<History> histories_;  // by client
  std::uint64_t asked_ = 0;
};

}  // namespace mailrig::play
