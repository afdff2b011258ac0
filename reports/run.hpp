// What a run came to: the one fold over its record. All four writers take their numbers from here,
// so they cannot disagree.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "harness/record/event.hpp"

namespace mailrig::reports {

using record::Verdict;

// The verdicts in the order in which every report shows them.
inline constexpr std::array<Verdict, 7> kVerdicts{Verdict::Pass,  Verdict::Fail,    Verdict::Weak,
                                                  Verdict::Note,  Verdict::Skipped, Verdict::Blocked,
                                                  Verdict::Broken};

class Counts {
 public:
  void add(Verdict verdict) { ++of_.at(static_cast<std::size_t>(verdict)); }
  void add(const Counts& other) {
    for (std::size_t i = 0; i < of_.size(); ++i) of_.at(i) += other.of_.at(i);
  }
  [[nodiscard]] std::uint64_t of(Verdict verdict) const { return of_.at(static_cast<std::size_t>(verdict)); }
  [[nodiscard]] std::uint64_t total() const {
    std::uint64_t sum = 0;
    for (const std::uint64_t count : of_) sum += count;
    return sum;
  }

 private:
  std::array<std::uint64_t, 7> of_{};
};

// Verdicts of the scenarios that share something: a protocol, a section of an RFC.
struct Tally {
  std::string name;  // "smtp"; "RFC 9051 6.3.2"
  Counts counts;
};

// How strongly the RFCs ask, and what kind of finding it is, are two things: neither is added up.
inline constexpr std::array<Level, 3> kLevels{Level::Must, Level::Should, Level::May};
inline constexpr std::array<record::Finding, 4> kFindings{record::Finding::Violation,
                                                          record::Finding::Exploitable,
                                                          record::Finding::Hardening, record::Finding::Quirk};
struct Strictness {
  std::array<std::uint64_t, 3> held{};                  // judgements, by level
  std::array<std::array<std::uint64_t, 3>, 4> spoke{};  // that did not hold: by finding, then level
  [[nodiscard]] std::uint64_t of(record::Finding finding, Level level) const {
    return spoke.at(static_cast<std::size_t>(finding)).at(static_cast<std::size_t>(level));
  }
  [[nodiscard]] std::uint64_t of(record::Finding finding) const {
    return of(finding, Level::Must) + of(finding, Level::Should) + of(finding, Level::May);
  }
};

struct ScenarioResult {
  std::string id, title, file, protocol;
  std::vector<record::Reference> clauses;
  Verdict verdict = Verdict::Broken;
  std::string reason;  // of skipped, blocked, broken
  std::string again;   // the command that runs just this one
  record::Elapsed started_at{}, took{};
  std::uint64_t held = 0;                      // judgements that held
  std::vector<record::Judgement> spoke;        // those that did not
  std::vector<record::Wire> wire;              // of verdicts other than pass only
  [[nodiscard]] bool needs_attention() const;  // fail, weak, blocked or broken
};

struct LoadResult {
  std::vector<record::PhaseStarted> phases;
  std::vector<record::Tick> ticks;
  std::vector<record::Series> series;  // commands first, by name; then scenarios
  record::Series all_scenarios;        // the scenarios' series merged
  record::LoadEnded ended;
  bool whole = false;  // LoadEnded was seen
};

struct Run {
  record::RunStarted started;
  record::RunEnded ended;
  bool whole = false;  // RunEnded was seen: else the run was cut off
  Counts counts;
  std::vector<Tally> by_protocol, by_section;
  Strictness strictness;                  // of what was judged about the target: not of set-up and clean-up
  std::vector<ScenarioResult> scenarios;  // by id
  std::vector<std::pair<std::string, std::uint64_t>> skip_reasons;  // most frequent first
  std::optional<LoadResult> load;
  [[nodiscard]] const ScenarioResult* find(std::string_view id) const;
  // Those that need attention: failed, broken, blocked, weak; each by id.
  [[nodiscard]] std::vector<const ScenarioResult*> attention() const;
};

// A scenario without its end (interrupted, cut off) is blocked and says so.
[[nodiscard]] Run fold(std::span<const record::Event> events);

// "RFC 9051 6.3.2"; without a section "RFC 9051".
[[nodiscard]] std::string section_name(const record::Reference& clause);

}  // namespace mailrig::reports
