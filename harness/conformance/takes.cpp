#include "harness/conformance/takes.hpp"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

namespace mailrig::conformance {

namespace {

class Apart {
 public:
  void operator()(const record::RunStarted& event) { all_.started = event; }
  void operator()(const record::Stage& event) { all_.stage = event; }
  void operator()(const record::ScenarioStarted& event) { take(event.id, event.attempt).started = event; }
  void operator()(const record::Transcript& event) { take(event.scenario, event.attempt).transcript = event; }
  void operator()(const record::Wire& event) { take(event.scenario, event.attempt).wire.push_back(event); }
  void operator()(const record::Judgement& event) {
    take(event.scenario, event.attempt).judgements.push_back(event);
  }
  void operator()(const record::ScenarioEnded& event) { take(event.id, event.attempt).ended = event; }
  void operator()(const record::RunEnded& event) { all_.ended = event; }
  void operator()(const record::TrialEnded& event) { all_.others.emplace_back(event); }
  template <typename Other>  // of a load; what a list says of the verdicts
  void operator()(const Other&) {}
  Takes finish() { return std::move(all_); }

 private:
  Take& take(const std::string& id, std::uint32_t attempt) {
    const auto [found, is_new] = index_.try_emplace(std::pair(id, attempt), all_.takes.size());
    if (is_new) {
      all_.takes.emplace_back().started.id = id;
      all_.takes.back().started.attempt = attempt;
    }
    return all_.takes[found->second];
  }

  Takes all_;
  std::map<std::pair<std::string, std::uint32_t>, std::size_t> index_;  // by id and attempt
};

auto key(const record::Judgement& j) {
  return std::tie(j.at, j.client, j.source, j.held, j.rule, j.clause.rfc, j.clause.section, j.clause.level,
                  j.finding, j.wanted, j.got, j.why, j.mismatch);
}

}  // namespace

Takes take_apart(std::span<const record::Event> events) {
  Apart apart;
  for (const record::Event& event : events) std::visit(apart, event);
  return apart.finish();
}

bool same_findings(std::span<const record::Judgement> a, std::span<const record::Judgement> b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const record::Judgement& x, const record::Judgement& y) { return key(x) == key(y); });
}

}  // namespace mailrig::conformance
