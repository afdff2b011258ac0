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
  Slot& into = slots_[slot];
  into.value.assign(value);
  into.shape = Shape::Text;
  into.bound = true;
  into.phase = phase_;
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

}  // namespace mailrig::play
