#include "harness/compare/side.hpp"

#include <algorithm>

namespace mailrig::compare {

namespace {

std::string complaint_of(const record::Judgement& judgement) {
  if (!judgement.why.empty()) return judgement.why;
  return "wanted " + judgement.wanted + ", got " + judgement.got;
}

// Of several attempts at a scenario.
constexpr std::uint32_t kCompared = 1;

class TakeApart {
 public:
  Side side;

  void operator()(const record::Stage& event) { side.stage = &event; }
  void operator()(const record::ScenarioStarted& event) {
    if (event.attempt == kCompared) side.scenarios[event.id].started = &event;
  }
  void operator()(const record::Transcript& event) {
    if (event.attempt == kCompared) side.scenarios[event.scenario].transcript = &event;
  }
  void operator()(const record::Wire& event) {
    if (event.attempt != kCompared) return;
    Played& played = side.scenarios[event.scenario];
    if (event.direction == record::Direction::Phase) {
      phases_[event.scenario].push_back(&event);
      for (auto& [client, wire] : played.wire) wire.push_back(&event);
      return;
    }
    if (event.client.empty()) return;  // time, and what is for people
    const auto [found, is_new] = played.wire.try_emplace(event.client);
    if (is_new) {
      played.clients.push_back(event.client);
      found->second = phases_[event.scenario];
    }
    found->second.push_back(&event);
  }
  void operator()(const record::Judgement& event) {
    if (event.attempt != kCompared) return;
    Played& played = side.scenarios[event.scenario];
    if (!event.held && played.complaint.empty()) played.complaint = complaint_of(event);
  }
  void operator()(const record::ScenarioEnded& event) {
    if (event.attempt == kCompared) side.scenarios[event.id].ended = &event;
  }
  template <typename Other>
  void operator()(const Other&) {}

 private:
  std::map<std::string, std::vector<const record::Wire*>> phases_;  // that have begun, by scenario
};

}  // namespace

bool Played::may_have_ended_early() const {
  using record::Verdict;
  return ended->verdict == Verdict::Fail || ended->verdict == Verdict::Blocked ||
         ended->verdict == Verdict::Broken;
}

Side take_apart(std::span<const record::Event> events) {
  TakeApart fold;
  for (const record::Event& event : events) std::visit(fold, event);
  return std::move(fold.side);
}

}  // namespace mailrig::compare
