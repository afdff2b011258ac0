// One pattern against one reply. `set` lines before the pattern give variables their values.
#pragma once

#include <string>

#include "harness/play/match_imap.hpp"
#include "harness/play/match_pop3.hpp"
#include "harness/play/match_smtp.hpp"
#include "harness/play/render.hpp"
#include "tests/play/support.hpp"

namespace mailrig::play {

struct Tried {
  bool fits = false;
  std::string why;
  Work work;
  std::map<std::string, std::string> bound;
};

class Trial {
 public:
  explicit Trial(const scenario::Compiled& compiled)
      : compiled_(compiled),
        bindings_(compiled.program,
                  scenario::given_values(compiled.scenarios.at(0), compiled.program, Stage::given())) {
    EXPECT_EQ(compiled.mistakes, "");
    for (const scenario::Step& step : compiled.program.body) take(step);
    EXPECT_NE(pattern_, nullptr);
  }

  Tried smtp(std::string_view reply) {
    smtp::parse_reply(reply, smtp_);
    return tell(match_smtp(std::get<scenario::SmtpPattern>(*pattern_), smtp_, match_));
  }
  Tried pop3(std::string_view reply, bool block = true) {
    pop3::parse_reply(reply, block, pop3_);
    return tell(match_pop3(std::get<scenario::Pop3Pattern>(*pattern_), pop3_, match_));
  }
  Tried imap(std::string_view reply) {
    imap::parse_response(reply, imap_);
    return tell(match_imap(std::get<scenario::ImapPattern>(*pattern_), imap_, "A1", match_));
  }

 private:
  void take(const scenario::Step& step) {
    if (const auto* set = std::get_if<scenario::Set>(&step.action)) {
      std::string value, why;
      EXPECT_TRUE(render(set->value, bindings_, value, why)) << why;
      bindings_.set(set->slot, value);
    } else if (const auto* expect = std::get_if<scenario::Expect>(&step.action)) {
      pattern_ = &expect->expectations.at(0).any_of.at(0);
    }
  }
  Tried tell(bool fits) {
    Tried tried{fits, why_, work_, {}};
    for (SlotIndex i = 0; i < compiled_.program.slots.size(); ++i) {
      const scenario::Slot& slot = compiled_.program.slots[i];
      if (!slot.given && bindings_.bound(i)) tried.bound[slot.name] = bindings_.value(i);
    }
    return tried;
  }

  const scenario::Compiled& compiled_;
  Bindings bindings_;
  std::string scratch_, why_;
  Work work_;
  Match match_{bindings_, scratch_, &why_, false, &work_};
  const scenario::Pattern* pattern_ = nullptr;
  smtp::Reply smtp_;
  pop3::Reply pop3_;
  imap::Response imap_;
};

inline Tried try_imap(std::string_view lines, std::string_view reply) {
  const auto compiled = scenario::imap(lines, kConnected);
  if (!compiled.mistakes.empty()) return {false, compiled.mistakes, {}, {}};
  return Trial(compiled).imap(reply);
}
// In a run of IMAP4rev2.
inline Tried try_imap_rev2(std::string_view lines, std::string_view reply) {
  scenario::FixtureFacts facts = scenario::all_services();
  facts.rev = scenario::Rev::Imap4rev2;
  const auto compiled = scenario::compile_dialogue("imap/t", lines, kConnected, facts);
  if (!compiled.mistakes.empty()) return {false, compiled.mistakes, {}, {}};
  return Trial(compiled).imap(reply);
}
inline Tried try_smtp(std::string_view lines, std::string_view reply) {
  const auto compiled = scenario::smtp(lines, kConnected);
  if (!compiled.mistakes.empty()) return {false, compiled.mistakes, {}, {}};
  return Trial(compiled).smtp(reply);
}
inline Tried try_pop3(std::string_view lines, std::string_view reply, bool block = true) {
  const auto compiled = scenario::pop3(lines, kConnected);
  if (!compiled.mistakes.empty()) return {false, compiled.mistakes, {}, {}};
  return Trial(compiled).pop3(reply, block);
}

}  // namespace mailrig::play
