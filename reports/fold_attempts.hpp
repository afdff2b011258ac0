// A scenario while its events come: attempt by attempt, and then as one.
#pragma once

#include <string>
#include <vector>

#include "reports/run.hpp"
#include "reports/wire_view.hpp"

namespace mailrig::reports {

class AttemptsFold {
 public:
  explicit AttemptsFold(std::string id) { result_.id = std::move(id); }

  void add(const record::ScenarioStarted& event);
  void add(const record::Wire& event) { WireView::add(attempt(event.attempt).wire, event); }
  void add(const record::Judgement& event);
  void add(const record::ScenarioEnded& event);
  // `tries`: how many attempts there could have been, if further ones were made only because the ones
  // before failed; else 0.
  // The attempt that stands for them adds its judgements to `strictness`.
  [[nodiscard]] ScenarioResult finish(std::uint32_t tries, Strictness& strictness);

 private:
  struct Attempt {
    AttemptResult result;
    std::uint64_t held = 0;
    Strictness strictness;
    std::vector<record::Judgement> spoke;
    std::vector<record::Wire> wire;
    std::string again;
    bool ended = false;
  };
  Attempt& attempt(std::uint32_t number);

  ScenarioResult result_;
  std::vector<Attempt> attempts_;  // few: looked for from the back
};

}  // namespace mailrig::reports
