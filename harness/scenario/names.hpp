// The variables of one scenario: which there are, which slot each has, which are bound so far.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/scenario/diagnostic.hpp"
#include "harness/scenario/scenario.hpp"

namespace mailrig::scenario {

// A letter, then letters, digits, "_" and ".": what can be bound.
[[nodiscard]] bool is_variable_name(std::string_view name);

class Names {
 public:
  explicit Names(const Scenario& scenario) : scenario_(scenario) {}

  // The slot of a variable that has its value by now. Complains at `where` otherwise.
  [[nodiscard]] std::optional<SlotIndex> use(std::string_view name, const Location& where,
                                             Diagnostics& mistakes);
  // A variable that is bound from here on. Given ones can't be.
  [[nodiscard]] std::optional<SlotIndex> bind(std::string_view name, const Location& where,
                                              Diagnostics& mistakes);
  // The fixture's own: no questions asked.
  SlotIndex define(std::string_view name);
  // The slot of a constant, for functions of it.
  SlotIndex define_constant(std::string_view name);
  // A value known while compiling: of a case, or ${i}.
  [[nodiscard]] std::optional<std::string> constant(std::string_view name) const;

  void set_turn(std::uint32_t turn) { turn_ = turn; }
  void mark_secret(SlotIndex slot) { slots_[slot].secret = true; }
  [[nodiscard]] bool secret(SlotIndex slot) const { return slots_[slot].secret; }
  [[nodiscard]] bool used(std::string_view name) const { return index_.count(std::string(name)) != 0; }
  // Any name that begins so: "uid.", "number.".
  [[nodiscard]] bool used_prefix(std::string_view prefix) const;
  [[nodiscard]] std::vector<Slot>& slots() { return slots_; }
  void allow_all() { strict_ = false; }  // fixture text uses what the body may not

 private:
  enum class Kind : std::uint8_t { Unknown, Given, SetUp };  // SetUp: bound by the fixture
  [[nodiscard]] Kind kind(std::string_view name) const;
  [[nodiscard]] Kind message_kind(std::string_view name) const;
  [[nodiscard]] std::string unknown(std::string_view name) const;
  SlotIndex add(std::string_view name, bool given);

  const Scenario& scenario_;
  std::vector<Slot> slots_;
  std::map<std::string, SlotIndex, std::less<>> index_;
  std::uint32_t turn_ = 0;
  bool strict_ = true;
};

}  // namespace mailrig::scenario
