#include "harness/play/message_numbers.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace mailrig::play {
namespace {

using scenario::ClientIndex;
using scenario::SlotIndex;

constexpr std::array<std::string_view, 5> kExpunging = {"EXPUNGE", "UID EXPUNGE", "MOVE", "UID MOVE",
                                                        "CLOSE"};

}  // namespace

MessageNumbers::MessageNumbers(const scenario::Program& program) {
  for (std::size_t i = 0; i < program.slots.size(); ++i) {
    if (!program.slots[i].number_of) continue;
    Number number;
    number.slot = static_cast<SlotIndex>(i);
    number.client = *program.slots[i].number_of;
    numbers_.push_back(number);
  }
  if (!numbers_.empty()) histories_.resize(program.clients.size());
}

void MessageNumbers::departed(ClientIndex client, const Departure& departure) {
  if (none()) return;
  History& history = histories_[client];
  if (history.kept.size() == kDeparturesKept) {
    history.base += history.kept.size();
    history.kept.clear();
  }
  history.kept.push_back(departure);
}

MessageNumbers::Moment MessageNumbers::now(ClientIndex client) const {
  return none() ? 0 : histories_[client].base + histories_[client].kept.size();
}

void MessageNumbers::prune() {
  if (std::any_of(numbers_.begin(), numbers_.end(), [](const Number& number) { return number.bound; }))
    return;
  for (History& history : histories_) {
    history.base += history.kept.size();
    history.kept.clear();
  }
}

MessageNumbers::Number* MessageNumbers::find(SlotIndex slot) {
  const auto found =
      std::find_if(numbers_.begin(), numbers_.end(), [&](const Number& one) { return one.slot == slot; });
  return found == numbers_.end() ? nullptr : &*found;
}

const MessageNumbers::Number* MessageNumbers::find(SlotIndex slot) const {
  const auto found =
      std::find_if(numbers_.begin(), numbers_.end(), [&](const Number& one) { return one.slot == slot; });
  return found == numbers_.end() ? nullptr : &*found;
}

void MessageNumbers::pass(Number& number, const Departure& departure) {
  const Moment here = number.moment++;
  if (number.number < departure.first) return;
  if (number.number > departure.last) {
    --number.number;
    return;
  }
  number.left = here;
  number.state = departure.kind == Departure::Kind::All ? State::Deselected
                 : departure.first == departure.last    ? State::Gone
                                                        : State::Lost;
}

void MessageNumbers::take_back(Number& number, const Departure& departure) {
  --number.moment;
  if (number.state != State::Here) {
    number.state = State::Here;  // it was the one that took it
  } else if (departure.kind == Departure::Kind::One && number.number >= departure.last) {
    ++number.number;
  }
}

std::size_t MessageNumbers::move(Number& number, Moment to) const {
  const History& history = histories_[number.client];
  to = std::max(to, history.base);
  if (number.moment < history.base) {  // what happened since is not kept
    number.state = State::Lost;
    number.left = history.base;
    number.moment = to;
    return 1;
  }
  std::size_t steps = 0;
  while (number.moment != to) {
    ++steps;
    if (number.state != State::Here && to > number.left) {
      number.moment = to;
    } else if (number.state != State::Here && number.moment > number.left + 1) {
      number.moment = number.left + 1;
    } else if (number.moment < to) {
      pass(number, history.kept[number.moment - history.base]);
    } else {
      take_back(number, history.kept[number.moment - 1 - history.base]);
    }
  }
  return steps;
}

std::string MessageNumbers::why(const Number& number, std::string_view name) const {
  switch (number.state) {
    case State::Here:
      return {};
    case State::Gone:
      return fmt::format(
          "the message of ${{{}}}, number {} when that was bound, is gone: as number {} it was expunged",
          name, number.bound_as, number.number);
    case State::Lost:
      return fmt::format(
          "${{{}}}, {} when it was bound, can't be followed: VANISHED named a message whose number no FETCH "
          "with UID had told",
          name, number.bound_as);
    case State::Deselected:
      return fmt::format(
          "${{{}}}, {} when it was bound, is a number in a mailbox that is not selected any more", name,
          number.bound_as);
  }
  return {};
}

void MessageNumbers::sent(ClientIndex client, std::string_view verb) {
  if (none()) return;
  if (std::find(kExpunging.begin(), kExpunging.end(), verb) != kExpunging.end()) ++asked_;
  if (verb == "SELECT" || verb == "EXAMINE") departed(client, {Departure::Kind::All});
}

}  // namespace mailrig::play
