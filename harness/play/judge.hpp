// Turns what groups, watchers and parsers found into Judged, for one player. Strings are built only
// for what did not hold.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "harness/play/group.hpp"
#include "harness/play/player.hpp"
#include "harness/play/watcher.hpp"
#include "harness/wire/flaw.hpp"

namespace mailrig::play {

inline constexpr std::size_t kShownOctets = 2048;  // of a response, in a judgement

class Judge final : public Bench, public Accuser {
 public:
  // `own`: the scenario's rule, for what has none of its own. `rev`: by which IMAP the run judges.
  Judge(Observer& observer, const scenario::Rule& own, scenario::Rev rev)
      : observer_(&observer), own_(&own), run_rev2_(rev == scenario::Rev::Imap4rev2), rev2_(run_rev2_) {}

  void begin(scenario::Phase phase);
  // Whom and which line the next words are about.
  void at(ClientIndex client) {
    client_ = client;
    rev2_ = run_rev2_;
  }
  // … on whose connection IMAP4rev2 is in force, whatever the run judges by.
  void speaks_rev2(bool so) { rev2_ = run_rev2_ || so; }
  void at(const scenario::Step& step) {
    at(step.client);
    where_ = &step.where;
  }

  bool expected(const scenario::Expectation& expectation, bool held, std::string_view got,
                std::string why) override;
  void undecided(std::string_view wanted, std::string why) override { overrun(wanted, std::move(why)); }
  void accuse(const WatcherInfo& rule, std::string_view got, std::string why) override;
  void flaws(const wire::Flaws& flaws, std::string_view unit);
  // An expectation that is no pattern: closed, silent.
  void state(const scenario::Rule& rule, Mismatch mismatch, std::string_view wanted, std::string_view got,
             std::string why);
  // What does not hold from now on did not come, for this reason; nothing: as usual again.
  void nothing_more(std::optional<NoMore> reason) { no_more_ = reason; }

  // The dialogue can't go on. It is the other side's doing (a handshake that fails, too many octets):
  void stop(Mismatch mismatch, std::string_view wanted, std::string why);
  // … nobody's: no connection was to be had.
  void lose(std::string_view wanted, std::string why);
  // … nobody's, either: more came than is read. What was proved by then stays proved.
  void overrun(std::string_view wanted, std::string why);
  // … a value is missing. That of an expectation that may go unmet and was not met: weak, as that was.
  // Otherwise the scenario is at fault.
  void lack(std::string_view wanted, std::string why);
  // … our own.
  void fault(std::string_view wanted, std::string why) override;

  [[nodiscard]] bool failed() const { return failed_; }
  [[nodiscard]] Observer& observer() const { return *observer_; }

 private:
  [[nodiscard]] Judged::Source source() const;
  [[nodiscard]] bool first_time(const wire::FlawInfo& rule);
  void tell(const wire::FlawInfo& rule, Judged::Source source, std::string_view got, std::string why);
  void end(Judged::Source source, const scenario::Rule& rule, Mismatch mismatch, std::string_view wanted,
           std::string why);
  [[nodiscard]] Mismatch mismatch(const scenario::Expectation& expectation, std::string_view got) const;

  Observer* observer_;
  const scenario::Rule* own_;
  bool run_rev2_, rev2_;                   // which revision's rules are cited
  const scenario::Rule* unmet_ = nullptr;  // of the last that did not hold and let the dialogue go on
  std::optional<NoMore> no_more_;
  scenario::Phase phase_ = scenario::Phase::Setup;
  ClientIndex client_ = 0;
  const scenario::Location* where_ = nullptr;
  std::vector<std::pair<const wire::FlawInfo*, ClientIndex>> told_;  // each rule once a client and phase
  bool failed_ = false;
};

}  // namespace mailrig::play
