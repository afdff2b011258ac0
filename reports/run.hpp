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
inline constexpr std::array<Verdict, 8> kVerdicts{Verdict::Pass,   Verdict::Fail,    Verdict::Weak,
                                                  Verdict::Note,   Verdict::Skipped, Verdict::Blocked,
                                                  Verdict::Broken, Verdict::Flaky};

// How many scenarios have each verdict. Those that the list of known failures accounts for are counted
// as known and under no verdict.
class Counts {
 public:
  void add(Verdict verdict) { ++of_.at(static_cast<std::size_t>(verdict)); }
  void add_known() { ++known_; }
  void add(const Counts& other) {
    for (std::size_t i = 0; i < of_.size(); ++i) of_.at(i) += other.of_.at(i);
    known_ += other.known_;
  }
  [[nodiscard]] std::uint64_t of(Verdict verdict) const { return of_.at(static_cast<std::size_t>(verdict)); }
  [[nodiscard]] std::uint64_t known() const { return known_; }
  [[nodiscard]] std::uint64_t total() const {
    std::uint64_t sum = known_;
    for (const std::uint64_t count : of_) sum += count;
    return sum;
  }

 private:
  std::array<std::uint64_t, 8> of_{};
  std::uint64_t known_ = 0;
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
  void add(const Strictness& other) {
    for (std::size_t level = 0; level < held.size(); ++level) {
      held.at(level) += other.held.at(level);
      for (std::size_t kind = 0; kind < spoke.size(); ++kind)
        spoke.at(kind).at(level) += other.spoke.at(kind).at(level);
    }
  }
  [[nodiscard]] std::uint64_t of(record::Finding finding, Level level) const {
    return spoke.at(static_cast<std::size_t>(finding)).at(static_cast<std::size_t>(level));
  }
  [[nodiscard]] std::uint64_t of(record::Finding finding) const {
    return of(finding, Level::Must) + of(finding, Level::Should) + of(finding, Level::May);
  }
};

// One go at a scenario.
struct AttemptResult {
  std::uint32_t number = 1;
  Verdict verdict = Verdict::Broken;
  std::string reason;  // of skipped, blocked, broken
  record::Elapsed started_at{}, took{};
};

// A scenario, all its attempts taken together. Times, wire and judgements are those of the attempt that
// stands for them (record/attempts.hpp).
struct ScenarioResult {
  std::string id, title, file, protocol;
  std::vector<record::Reference> clauses;
  std::vector<std::string> needs;
  Verdict verdict = Verdict::Broken;
  std::string reason;  // of skipped, blocked, broken; of flaky: how many passed
  std::string again;   // the command that runs just this one
  record::Elapsed started_at{}, took{};
  std::uint64_t held = 0;                      // judgements that held
  std::vector<record::Judgement> spoke;        // those that did not
  std::vector<record::Wire> wire;              // of verdicts other than pass only
  std::uint32_t attempt = 1;                   // whose wire and judgements these are
  std::vector<AttemptResult> attempts;         // by number
  std::optional<record::Standing> standing;    // in the list of known failures
  [[nodiscard]] bool needs_attention() const;  // fail, weak, blocked, broken or flaky, and not known
  [[nodiscard]] bool known() const;            // the list of known failures accounts for it
  [[nodiscard]] std::size_t passed() const;    // of the attempts
  [[nodiscard]] bool fails_run(bool strict, bool retried) const;
};

// What became of one capability. A scenario tests it if it needs it, or stands on the RFC that it names
// whole.
struct CapabilityUse {
  std::string service, name;  // "imap", "MOVE"; a mechanism is one of its own
  bool advertised = true;
  std::uint64_t scenarios = 0, run = 0;  // that test it; and came to a verdict on the target
  std::uint64_t trials = 0, passed = 0;  // of what is not advertised
  bool positive = false;                 // a trial that passed wanted a success
  [[nodiscard]] bool works_unadvertised() const { return trials > 0 && trials == passed && positive; }
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
  Strictness strictness;                    // of what was judged about the target: not of set-up and clean-up
  std::vector<ScenarioResult> scenarios;    // by id
  std::vector<record::Standing> standings;  // by file and line
  std::vector<std::pair<std::string, std::uint64_t>> skip_reasons;  // most frequent first
  std::vector<record::TrialEnded> trials;                           // by id
  std::vector<CapabilityUse> capabilities;  // by service, as advertised; then the rest
  std::optional<LoadResult> load;
  [[nodiscard]] const ScenarioResult* find(std::string_view id) const;
  // Those that need attention: failed, broken, blocked, flaky, weak; each by id.
  [[nodiscard]] std::vector<const ScenarioResult*> attention() const;
};

// A scenario without its end (interrupted, cut off) is blocked and says so.
[[nodiscard]] Run fold(std::span<const record::Event> events);

// "RFC 9051 6.3.2"; without a section "RFC 9051".
[[nodiscard]] std::string section_name(const record::Reference& clause);
// To sort by: "RFC 9051 6.3.2" before "RFC 9051 6.3.10".
[[nodiscard]] std::vector<std::uint32_t> numbers_in(const std::string& name);

}  // namespace mailrig::reports
