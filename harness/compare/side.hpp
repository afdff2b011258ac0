// One side's record, taken apart by scenario. Points into the events, which outlive it.
#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "harness/compare/talk.hpp"
#include "harness/record/event.hpp"

namespace mailrig::compare {

struct Played {
  const record::ScenarioStarted* started = nullptr;
  const record::Transcript* transcript = nullptr;
  const record::ScenarioEnded* ended = nullptr;
  std::string complaint;                                         // of the first judgement that did not hold
  std::vector<std::string> clients;                              // as they come up
  std::map<std::string, std::vector<const record::Wire*>> wire;  // by client; phases are in each
  [[nodiscard]] bool was_played() const {
    return ended != nullptr && transcript != nullptr && ended->verdict != record::Verdict::Skipped;
  }
  // A MUST was broken, or it did not come to that: the dialogue may have ended before its end.
  [[nodiscard]] bool may_have_ended_early() const;
};

struct Side {
  const record::Stage* stage = nullptr;
  std::map<std::string, Played> scenarios;
};
[[nodiscard]] Side take_apart(std::span<const record::Event> events);

}  // namespace mailrig::compare
