// The values of a program's slots while it is played. A match binds on trial: what it bound since a
// mark can be undone. A phase that begins again forgets what it bound the last time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "harness/play/message_numbers.hpp"
#include "harness/scenario/program.hpp"

namespace mailrig::play {

using scenario::SlotIndex;

// IMAP's NIL and lists are values, too, and no text equals them.
enum class Shape : std::uint8_t { Text, Nil, List };

class Bindings {
 public:
  Bindings(const scenario::Program& program, std::vector<std::string> given);

  void begin(scenario::Phase phase);
  // Of a message number: as it is at the moment that is looked from; empty if it has none then, and
  // no_number() says why.
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

  // Message numbers. A response is held against a pattern as of the moment when it came.
  [[nodiscard]] bool is_number(SlotIndex slot) const { return numbers_.find(slot) != nullptr; }
  [[nodiscard]] MessageNumbers::State number_state(SlotIndex slot) const;
  [[nodiscard]] std::string no_number(SlotIndex slot) const;
  // Some command that expunges was sent since it was bound.
  [[nodiscard]] bool expunge_was_asked(SlotIndex slot) const;
  [[nodiscard]] MessageNumbers::Moment now(scenario::ClientIndex client) const {
    return numbers_.now(client);
  }
  [[nodiscard]] MessageNumbers::Moment moment() const { return moment_; }
  // What it cost: of a group, whose work is bounded.
  std::size_t look_from(scenario::ClientIndex client, MessageNumbers::Moment moment);
  std::size_t look_from(MessageNumbers::Moment moment) { return look_from(viewer_, moment); }
  void departed(scenario::ClientIndex client, const Departure& departure) {
    numbers_.departed(client, departure);
  }
  void sent(scenario::ClientIndex client, std::string_view verb);
  void leave_mailbox(scenario::ClientIndex client);

  // As long as it lives a client's messages are looked at from wherever; then from now.
  class Looking {
   public:
    Looking(Bindings& bindings, scenario::ClientIndex client) : bindings_(bindings), client_(client) {}
    Looking(const Looking&) = delete;
    Looking& operator=(const Looking&) = delete;
    ~Looking() { bindings_.look_from(client_, bindings_.now(client_)); }

   private:
    Bindings& bindings_;
    scenario::ClientIndex client_;
  };

 private:
  struct Slot {
    std::string value, key;
    Shape shape = Shape::Text;
    bool bound = false;
    bool given = false;
    scenario::Phase phase = scenario::Phase::Setup;  // that bound it
  };
  void follow(SlotIndex slot);

  const scenario::Program* program_;
  std::vector<Slot> slots_;
  MessageNumbers numbers_;
  scenario::ClientIndex viewer_ = 0;
  MessageNumbers::Moment moment_ = 0;
  std::vector<SlotIndex> journal_;
  scenario::Phase phase_ = scenario::Phase::Setup;
};

}  // namespace mailrig::play
