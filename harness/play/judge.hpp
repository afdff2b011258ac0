// Turns what groups, watchers and parsers found into Judged, for one player. Strings are built only
// for what did not hold.
#pragma once

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
  explicit Judge(Observer& observer) : observer_(&observer) {}

  void begin(scenario::Phase phase);
  // Whom and which line the next words are about.
  void at(ClientIndex client) { client_ = client; }
  void at(const scenario::Step& step) {
    client_ = step.client;
    where_ = &step.where;
  }

  bool expected(const scenario::Expectation& expectation, bool held, std::string_view got,
                std::string why) override;
  void accuse(const WatcherInfo& rule, std::string_view got, std::string why) override;
  void flaws(const wire::Flaws& flaws, std::string_view unit);
  // An expectation that is no pattern: closed, silent.
  void state(const scenario::Rule& rule, bool held, std::string_view wanted, std::string_view got,
             std::string why);
  // The dialogue can't go on: no connection, a template without value, too many octets.
  void stop(std::string_view wanted, std::string why);

  [[nodiscard]] bool failed() const { return failed_; }
  [[nodiscard]] Observer& observer() const { return *observer_; }

 private:
  [[nodiscard]] Judged::Source source() const;
  [[nodiscard]] bool first_time(const wire::FlawInfo& rule);
  void tell(const wire::FlawInfo& rule, Judged::Source source, std::string_view got, std::string why);

  Observer* observer_;
  scenario::Phase phase_ = scenario::Phase::Setup;
  ClientIndex client_ = 0;
  const scenario::Location* where_ = nullptr;
  std::vector<std::pair<const wire::FlawInfo*, ClientIndex>> told_;  // each rule once a client and phase
  bool failed_ = false;
};

}  // namespace mailrig::play
