// The variables of one scenario: which there are, which slot each has, which are bound so far.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "harness/scenario/diagnostic.hpp"
#include "harness/scenario/scenario.hpp"

namespace mailrig::scenario {

// A letter, then letters, digits, "_" and ".": what can be bound.
[[nodiscard]] bool is_variable_name(std::string_view name);
// "${name}" alone: the name in it; empty otherwise.
[[nodiscard]] std::string_view single_name(std::string_view value);
// What a name of a fragment's line is called outside of all fragments.
[[nodiscard]] std::string outermost_name(std::string_view name, const Scope* scope);
// "#n": a message sequence number that follows EXPUNGEs.
[[nodiscard]] constexpr bool is_number_name(std::string_view name) {
  return name.starts_with('#');
}
// What "${=…}" can bind: a variable, or a message number.
[[nodiscard]] bool is_bindable(std::string_view name);

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

  // Whose words are read next: a line's, with its turn of a repetition and the fragment it is in.
  void set_line(const Line& line) {
    turn_ = line.count;
    scope_ = line.scope.get();
  }
  // Whose line it is: message numbers are a connection's own. Nobody's: a comparison.
  struct Speaker {
    ClientIndex client = 0;
    std::string_view name;
    bool imap = false;
  };
  void set_speaker(std::optional<Speaker> speaker) { speaker_ = speaker; }
  void leave_lines() {
    turn_ = 0;
    scope_ = nullptr;
  }
  // A parameter of the fragment that is being read; its value is in the includer's words.
  [[nodiscard]] const Argument* argument(std::string_view name) const;
  [[nodiscard]] bool is_bound(const Argument& argument) const { return bound_.count(&argument) != 0; }
  // Reads the includer's words as long as it lives.
  class Outside {
   public:
    explicit Outside(Names& names);
    Outside(const Outside&) = delete;
    Outside& operator=(const Outside&) = delete;
    ~Outside();

   private:
    Names& names_;
    const Scope* scope_;
    std::uint32_t turn_;
  };

  // Bound by now, for all who are asked.
  [[nodiscard]] bool known(std::string_view name) const {
    return index_.find(name) != index_.end() && hidden_.find(name) == hidden_.end();
  }
  // Its use is a mistake: `why` goes on the name ("'n' is bound in …"). `for_good`: binding it, too.
  struct Hidden {
    std::string why;
    bool for_good = false;
  };
  void hide(const std::string& name, Hidden how) { hidden_[name] = std::move(how); }
  void show(const std::string& name) { hidden_.erase(name); }
  [[nodiscard]] std::optional<Hidden> hidden(const std::string& name) const;
  void forbid_binding(bool forbidden) { no_binding_ = forbidden; }
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
  [[nodiscard]] bool may_number(std::string_view name, const Location& where, Diagnostics& mistakes) const;
  [[nodiscard]] std::optional<std::string> constant_in(std::string_view name, const Scope* scope,
                                                       std::uint32_t turn) const;
  [[nodiscard]] std::optional<SlotIndex> use_argument(const Argument& argument, const Location& where,
                                                      Diagnostics& mistakes);
  [[nodiscard]] std::optional<SlotIndex> bind_argument(const Argument& argument, const Location& where,
                                                       Diagnostics& mistakes);

  const Scenario& scenario_;
  std::vector<Slot> slots_;
  std::map<std::string, SlotIndex, std::less<>> index_;
  std::map<std::string, Hidden, std::less<>> hidden_;
  std::set<const Argument*> bound_;  // parameters that name what a fragment bound
  std::uint32_t turn_ = 0;
  const Scope* scope_ = nullptr;
  std::optional<Speaker> speaker_;
  bool strict_ = true, no_binding_ = false;
};

}  // namespace mailrig::scenario
