#include "harness/play/judge.hpp"

#include <algorithm>

#include "harness/wire/visible.hpp"

namespace mailrig::play {

void Judge::begin(scenario::Phase phase) {
  phase_ = phase;
  where_ = nullptr;
  told_.clear();
  failed_ = false;
}

Judged::Source Judge::source() const {
  if (phase_ == scenario::Phase::Setup) return Judged::Source::Setup;
  return phase_ == scenario::Phase::Cleanup ? Judged::Source::Cleanup : Judged::Source::Expectation;
}

bool Judge::expected(const scenario::Expectation& expectation, bool held, std::string_view got,
                     std::string why) {
  Judged judged;
  judged.source = source();
  judged.held = held;
  judged.client = client_;
  judged.clause = expectation.rule;
  judged.where = &expectation.where;
  if (!held) {
    judged.wanted = expectation.source;
    judged.got = wire::visible(got, kShownOctets);
    judged.why = std::move(why);
    if (expectation.rule.level == Level::Must) failed_ = true;
  }
  observer_->judged(judged);
  return held || expectation.rule.level != Level::Must;
}

bool Judge::first_time(const wire::FlawInfo& rule) {
  const std::pair<const wire::FlawInfo*, ClientIndex> key{&rule, client_};
  if (std::find(told_.begin(), told_.end(), key) != told_.end()) return false;
  told_.push_back(key);
  return true;
}

void Judge::tell(const wire::FlawInfo& rule, Judged::Source source, std::string_view got, std::string why) {
  if (!first_time(rule)) return;
  Judged judged;
  judged.source = source;
  judged.held = false;
  judged.client = client_;
  judged.rule = rule.name;
  judged.clause.clause = rule.clause;
  judged.clause.level = rule.level;
  judged.where = where_;
  judged.wanted = rule.meaning;
  judged.got = wire::visible(got, kShownOctets);
  judged.why = std::move(why);
  observer_->judged(judged);
}

void Judge::accuse(const WatcherInfo& rule, std::string_view got, std::string why) {
  tell(rule, Judged::Source::Watcher, got, std::move(why));
}

void Judge::flaws(const wire::Flaws& flaws, std::string_view unit) {
  for (const wire::Flaw& flaw : flaws.items()) {
    const std::size_t begin = flaw.offset > kShownOctets / 2 ? flaw.offset - kShownOctets / 2 : 0;
    tell(*flaw.info, Judged::Source::Flaw, unit.substr(std::min(begin, unit.size())),
         "at octet " + std::to_string(flaw.offset) + " of the response");
  }
}

void Judge::state(const scenario::Rule& rule, bool held, std::string_view wanted, std::string_view got,
                  std::string why) {
  Judged judged;
  judged.source = source();
  judged.held = held;
  judged.client = client_;
  judged.clause = rule;
  judged.where = where_;
  if (!held) {
    judged.wanted = wanted;
    judged.got = wire::visible(got, kShownOctets);
    judged.why = std::move(why);
    if (rule.level == Level::Must) failed_ = true;
  }
  observer_->judged(judged);
}

void Judge::stop(std::string_view wanted, std::string why) {
  Judged judged;
  judged.source = phase_ == scenario::Phase::Body ? Judged::Source::Shell : source();
  judged.held = false;
  judged.client = client_;
  judged.where = where_;
  judged.wanted = wanted;
  judged.why = std::move(why);
  failed_ = true;
  observer_->judged(judged);
}

}  // namespace mailrig::play
