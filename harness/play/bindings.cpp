#include "harness/play/bindings.hpp"

#include <utility>

#include "harness/wire/ascii.hpp"

namespace mailrig::play {

Bindings::Bindings(const scenario::Program& program, std::vector<std::string> given)
    : program_(&program), numbers_(program) {
  slots_.resize(program.slots.size());
  for (std::size_t i = 0; i < slots_.size(); ++i) {
    slots_[i].given = slots_[i].bound = program.slots[i].given;
    if (i < given.size()) {
      slots_[i].value = std::move(given[i]);
      if (!slots_[i].value.empty()) slots_[i].bound = slots_[i].given = true;
    }
  }
}

void Bindings::begin(scenario::Phase phase) {
  phase_ = phase;
  journal_.clear();
  for (Slot& slot : slots_) {
    if (!slot.given && slot.phase >= phase) slot.bound = false;
  }
  for (MessageNumbers::Number& number : numbers_.all()) number.bound = slots_[number.slot].bound;
  numbers_.prune();
}

void Bindings::set(SlotIndex slot, std::string_view value) {
  Slot& into = slots_[slot];
  into.value.assign(value);
  into.shape = Shape::Text;
  into.bound = true;
  into.phase = phase_;
  if (!numbers_.none()) follow(slot);
}

// From here on, if it is a message number.
void Bindings::follow(SlotIndex slot) {
  MessageNumbers::Number* const number = numbers_.find(slot);
  if (number == nullptr) return;
  number->bound = true;
  number->state = MessageNumbers::State::Here;
  number->number = number->bound_as = wire::to_number(slots_[slot].value).value_or(0);
  number->moment = number->client == viewer_ ? moment_ : numbers_.now(number->client);
  number->asked = numbers_.asked();
}

std::size_t Bindings::look_from(scenario::ClientIndex client, MessageNumbers::Moment moment) {
  viewer_ = client;
  moment_ = moment;
  std::size_t steps = 0;
  for (MessageNumbers::Number& number : numbers_.all()) {
    Slot& slot = slots_[number.slot];
    if (number.client != client || !slot.bound || number.moment == moment) continue;
    steps += numbers_.move(number, moment);
    const bool here = number.state == MessageNumbers::State::Here;
    slot.value = here ? std::to_string(number.number) : std::string();
  }
  return steps;
}

MessageNumbers::State Bindings::number_state(SlotIndex slot) const {
  const MessageNumbers::Number* const number = numbers_.none() ? nullptr : numbers_.find(slot);
  return number == nullptr || !slots_[slot].bound ? MessageNumbers::State::Here : number->state;
}

std::string Bindings::no_number(SlotIndex slot) const {
  const MessageNumbers::Number* const number = numbers_.find(slot);
  return number == nullptr ? std::string() : numbers_.why(*number, name(slot));
}

bool Bindings::expunge_was_asked(SlotIndex slot) const {
  const MessageNumbers::Number* const number = numbers_.find(slot);
  return number != nullptr && number->asked != numbers_.asked();
}

void Bindings::sent(scenario::ClientIndex client, std::string_view verb) {
  if (numbers_.none()) return;
  numbers_.sent(client, verb);
  look_from(client, numbers_.now(client));
}

void Bindings::bind(SlotIndex slot, std::string_view value, Shape shape, std::string_view key) {
  set(slot, value);
  slots_[slot].shape = shape;
  slots_[slot].key.assign(key);
  journal_.push_back(slot);
}

void Bindings::undo(std::size_t mark) {
  while (journal_.size() > mark) {
    slots_[journal_.back()].bound = false;
    journal_.pop_back();
  }
}

void Bindings::leave_mailbox(scenario::ClientIndex client) {
  departed(client, {Departure::Kind::All});
  look_from(client, now(client));
}

}  // namespace mailrig::play
