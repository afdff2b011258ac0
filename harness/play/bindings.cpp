#include "harness/play/bindings.hpp"

#include <utility>

namespace mailrig::play {

Bindings::Bindings(const scenario::Program& program, std::vector<std::string> given) : program_(&program) {
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
}

void Bindings::set(SlotIndex slot, std::string_view value) {
  slots_[slot].value.assign(value);
  slots_[slot].bound = true;
  slots_[slot].phase = phase_;
}

bool Bindings::bind_or_equal(SlotIndex slot, std::string_view value) {
  if (slots_[slot].bound) return slots_[slot].value == value;
  set(slot, value);
  journal_.push_back(slot);
  return true;
}

void Bindings::undo(std::size_t mark) {
  while (journal_.size() > mark) {
    slots_[journal_.back()].bound = false;
    journal_.pop_back();
  }
}

}  // namespace mailrig::play
