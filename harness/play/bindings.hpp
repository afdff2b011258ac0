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

// IMAP's NIL and lists are values, too, and no text equals them.
enum class Shape : std::uint8_t { Text, Nil, List };

class Bindings {
 public:
  Bindings(const scenario::Program& program, std::vector<std::string> given);

  void begin(scenario::Phase phase);
  [[nodiscard]] const std::string& value(SlotIndex slot) const { return slots_[slot].value; }
  [[nodiscard]] Shape shape(SlotIndex slot) const { return slots_[slot].shape; }
  // Of a list: what it is compared by, the same for every way to write it.
  [[nodiscard]] const std::string& key(SlotIndex slot) const { return slots_[slot].key; }
  [[nodiscard]] bool bound(SlotIndex slot) const { return slots_[slot].bound; }
  [[nodiscard]] std::string_view name(SlotIndex slot) const { return program_->slots[slot].name; }
  void set(SlotIndex slot, std::string_view value);
  void forget(SlotIndex slot) { slots_[slot].bound = false; }

  // ${=name} that has no value yet; undo() takes it back.
  void bind(SlotIndex slot, std::string_view value, Shape shape = Shape::Text, std::string_view key = {});
  [[nodiscard]] std::size_t mark() const { return journal_.size(); }
  void undo(std::size_t mark);
  void commit() { journal_.clear(); }

 private:
  struct Slot {
    std::string value, key;
    Shape shape = Shape::Text;
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
