#include "harness/play/judge.hpp"

#include <algorithm>

#include "harness/wire/visible.hpp"

namespace mailrig::play {

void Judge::begin(scenario::Phase phase) {
  phase_ = phase;
  where_ = nullptr;
  unmet_ = nullptr;
  no_more_.reset();
  told_.clear();
  failed_ = false;
}

Judged::Source Judge::source() const {
  if (phase_ == scenario::Phase::Setup) return Judged::Source::Setup;
  return phase_ == scenario::Phase::Cleanup ? Judged::Source::Cleanup : Judged::Source::Expectation;
}

Mismatch Judge::mismatch(const scenario::Expectation& expectation, std::string_view got) const {
  if (expectation.absent) return Mismatch::Unwanted;
  if (no_more_) return *no_more_ == NoMore::Closed ? Mismatch::Closed : Mismatch::Late;
  return got.empty() ? Mismatch::Missing : Mismatch::Differs;
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
    judged.mismatch = mismatch(expectation, got);
    if (expectation.rule.level == Level::Must) failed_ = true;
    unmet_ = &expectation.rule;
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
  if ((rev2_ && rule.dropped) || !first_time(rule)) return;
  const wire::Standing standing = rule.standing(rev2_);
  Judged judged;
  judged.source = source;
  judged.held = false;
  judged.mismatch = Mismatch::Differs;
  judged.client = client_;
  judged.rule = rule.name;
  judged.clause.clause = standing.clause;
  judged.clause.level = standing.level;
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

void Judge::state(const scenario::Rule& rule, Mismatch mismatch, std::string_view wanted,
                  std::string_view got, std::string why) {
  const bool held = mismatch == Mismatch::None;
  Judged judged;
  judged.source = source();
  judged.held = held;
  judged.mismatch = mismatch;
  judged.client = client_;
  judged.clause = rule;
  judged.where = where_;
  if (!held) {
    judged.wanted = wanted;
    judged.got = wire::visible(got, kShownOctets);
    judged.why = std::move(why);
    if (rule.level == Level::Must) failed_ = true;
    unmet_ = &rule;
  }
  observer_->judged(judged);
}

void Judge::end(Judged::Source source, const scenario::Rule& rule, Mismatch mismatch, std::string_view wanted,
                std::string why) {
  Judged judged;
  judged.source = source;
  judged.held = false;
  judged.mismatch = mismatch;
  judged.client = client_;
  judged.clause = rule;
  judged.where = where_;
  judged.wanted = wanted;
  judged.why = std::move(why);
  failed_ = true;
  observer_->judged(judged);
}

void Judge::stop(Mismatch mismatch, std::string_view wanted, std::string why) {
  const bool body = phase_ == scenario::Phase::Body;
  end(body ? Judged::Source::Shell : source(), *own_, mismatch, wanted, std::move(why));
}

void Judge::lose(std::string_view wanted, std::string why) {
  const bool body = phase_ == scenario::Phase::Body;
  end(body ? Judged::Source::Lost : source(), *own_, Mismatch::Closed, wanted, std::move(why));
}

// In clean-up, too: what the target floods is no verdict on the claim, but no pass either.
void Judge::overrun(std::string_view wanted, std::string why) {
  const bool setup = phase_ == scenario::Phase::Setup;
  end(setup ? source() : Judged::Source::Lost, *own_, Mismatch::Unwanted, wanted, std::move(why));
}

void Judge::lack(std::string_view wanted, std::string why) {
  if (unmet_ == nullptr) return fault(wanted, std::move(why));
  const bool body = phase_ == scenario::Phase::Body;
  end(body ? Judged::Source::Shell : source(), *unmet_, Mismatch::Missing, wanted, std::move(why));
}

void Judge::fault(std::string_view wanted, std::string why) {
  end(Judged::Source::Fault, *own_, Mismatch::None, wanted, std::move(why));
}

}  // namespace mailrig::play
