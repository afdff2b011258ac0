// The values of a program's slots while it is played. A match binds on trial: what it bound since a
// mark can be undone. A phase that begins again forgets what it bound the last time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "harness/scenario/program.hpp"

namespace mailrig::play {

using scenario::SlotIndex;

class Bindings {
 public:
  Bindings(const scenario::Program& program, std::vector<std::string> given);

  void begin(scenario::Phase phase);
  [[nodiscard]] const std::string& value(SlotIndex slot) const { return slots_[slot].value; }
  [[nodiscard]] bool bound(SlotIndex slot) const { return slots_[slot].bound; }
  [[nodiscard]] std::string_view name(SlotIndex slot) const { return program_->slots[slot].name; }
  void set(SlotIndex slot, std::string_view value);
  void forget(SlotIndex slot) { slots_[slot].bound = false; }

  // ${=name}: binds at first sight, compares from then on.
  [[nodiscard]] bool bind_or_equal(SlotIndex slot, std::string_view value);
  [[nodiscard]] std::size_t mark() const { return journal_.size(); }
  void undo(std::size_t mark);
  void commit() { journal_.clear(); }

 private:
  struct Slot {
    std::string value;
    bool bound = false;
    bool given = false;
    scenario::Phase phase = scenario::Phase::Setup;  // that bound it
  };
  const scenario::Program* program_;
  std::vector<Slot> slots_;
  std::vector<SlotIndex> journal_;
  scenario::Phase phase_ = scenario::Phase::Setup;
};

}  // namespace mailrig::play
