#include <algorithm>

#include "harness/play/group.hpp"
#include "harness/play/match_imap.hpp"
#include "harness/play/number_terms.hpp"

namespace mailrig::play {
namespace {

using imap::ResponseKind;
using scenario::Expectation;
using scenario::ImapPattern;

template <typename Test>
bool any_pattern(const Expectation& expectation, Test test) {
  for (const scenario::Pattern& pattern : expectation.any_of) {
    const auto* imap = std::get_if<ImapPattern>(&pattern);
    if (imap != nullptr && test(*imap)) return true;
  }
  return false;
}

bool is_tagged(const ImapPattern& pattern) {
  return pattern.kind == ImapPattern::Kind::Tagged;
}
bool is_continuation(const ImapPattern& pattern) {
  return pattern.kind == ImapPattern::Kind::Continuation;
}

}  // namespace

void ImapGroup::begin(const scenario::Expect& expect, std::string_view tag, bool missed) {
  expect_ = &expect;
  missed_ = missed;
  tag_.assign(tag);
  held_count_ = held_octets_ = 0;
  offered_octets_ = early_work_ = 0;
  work_ = {};
  exhausted_ = false;
  over_ = false;
  if (states_.size() < expect.expectations.size()) states_.resize(expect.expectations.size());
  for (State& state : states_) {
    state.candidates.clear();
    state.nearest.clear();
    state.met = state.dropped = state.cut = false;
  }
}

bool ImapGroup::fits(const Expectation& expectation, const imap::Response& response, Bindings& bindings,
                     bool trial) {
  Match match{bindings, scratch_, nullptr, trial, &work_};
  return any_pattern(expectation, [&](const ImapPattern& pattern) {
    const std::size_t mark = bindings.mark();
    if (match_imap(pattern, response, tag_, match)) return true;
    bindings.undo(mark);
    return false;
  });
}

// As the client understood it when it came.
bool ImapGroup::fits_held(std::size_t index, std::uint32_t candidate, Bindings& bindings) {
  const Held& held = *held_[candidate];
  work_.steps += bindings.look_from(held.moment);
  return fits(expect_->expectations[index], held.response, bindings);
}

bool ImapGroup::ends_with(const imap::Response& response) const {
  if (response.kind != ResponseKind::Tagged) return false;
  for (std::size_t i = 0; i < expect_->expectations.size(); ++i) {
    const Expectation& expectation = expect_->expectations[i];
    if (expectation.absent) continue;
    const bool ends = any_pattern(expectation, [&](const ImapPattern& pattern) {
      if (is_continuation(pattern)) return response.tag == tag_;
      return is_tagged(pattern) && response.tag == (pattern.tag.empty() ? tag_ : pattern.tag);
    });
    if (ends) return true;
  }
  return false;
}

bool ImapGroup::room_for(const imap::Response& response, const State& state) const {
  if (response.kind == ResponseKind::Tagged) return true;
  return state.candidates.size() < limit_ && held_octets_ + response.bytes.size() <= octets_;
}

// Which expectations could take it? It is kept when one could.
void ImapGroup::note(const imap::Response& response, Bindings& bindings, bool& held) {
  for (std::size_t i = 0; i < expect_->expectations.size(); ++i) {
    const Expectation& expectation = expect_->expectations[i];
    const std::size_t mark = bindings.mark();
    const bool fitting = fits(expectation, response, bindings, true);
    bindings.undo(mark);
    if (fitting && room_for(response, states_[i])) {
      held = true;
      states_[i].candidates.push_back(static_cast<std::uint32_t>(held_count_));
    } else if (fitting) {
      states_[i].cut = true;
    } else if (any_pattern(expectation, [&](const ImapPattern& p) { return resembles(p, response); })) {
      states_[i].nearest.assign(response.bytes.substr(0, kNearestKept));
      states_[i].nearest_moment = bindings.moment();
    }
  }
}

void ImapGroup::offer(const imap::Response& response, Bindings& bindings, Bench& bench) {
  bool held = false;
  offered_octets_ += response.bytes.size();
  now_ = bindings.moment();
  note(response, bindings, held);
  if (held) {
    if (held_count_ == held_.size()) held_.push_back(std::make_unique<Held>());
    Held& kept = *held_[held_count_++];
    kept.bytes.assign(response.bytes);
    kept.moment = bindings.moment();
    held_octets_ += kept.bytes.size();
    imap::parse_response(kept.bytes, kept.response);
  }
  if (ends_with(response)) return judge(bindings, bench, "it did not come before the tagged response");
  if (held && all_have_candidates() && assign_early(bindings)) judge(bindings, bench, {});
}

bool ImapGroup::all_have_candidates() const {
  bool any_wanted = false;
  for (std::size_t i = 0; i < expect_->expectations.size(); ++i) {
    if (expect_->expectations[i].absent) continue;
    any_wanted = true;
    if (states_[i].candidates.empty()) return false;
  }
  return any_wanted;
}

bool ImapGroup::may_take(std::size_t index, std::uint32_t candidate) const {
  if (used_[candidate]) return false;
  if (!expect_->expectations[index].ordered || index == 0) return true;
  const State& above = states_[index - 1];
  return above.dropped || expect_->expectations[index - 1].absent || candidate > above.taken;
}

// Depth first: each expectation takes a response of its own, bindings agreeing.
bool ImapGroup::assign(std::size_t index, Bindings& bindings) {
  deepest_ = std::max(deepest_, index);
  if (index == expect_->expectations.size()) return true;
  State& state = states_[index];
  if (expect_->expectations[index].absent || state.dropped) return assign(index + 1, bindings);
  for (const std::uint32_t candidate : state.candidates) {
    if (++work_.steps > work_limit_) exhausted_ = true;
    if (exhausted_) return false;
    if (!may_take(index, candidate)) continue;
    const std::size_t mark = bindings.mark();
    if (fits_held(index, candidate, bindings)) {
      used_[candidate] = true;
      state.taken = candidate;
      if (assign(index + 1, bindings)) return true;
      used_[candidate] = false;
    }
    bindings.undo(mark);
  }
  return false;
}

bool ImapGroup::assign_all(std::uint64_t budget, Bindings& bindings) {
  used_.assign(held_count_, false);
  deepest_ = 0;
  exhausted_ = false;
  work_limit_ = work_.steps + budget;
  return assign(0, bindings);
}

// Before the group has to end. All such attempts together cost no more than the last one may.
bool ImapGroup::assign_early(Bindings& bindings) {
  if (early_work_ >= budget()) return false;
  const std::uint64_t before = work_.steps;
  const bool all = assign_all(budget() - early_work_, bindings);
  early_work_ += work_.steps - before;
  return all;
}

// What can't be met together with those above it is dropped, until the rest can be met; first of all what
// nothing fits. False: it would take too long to find out.
bool ImapGroup::settle(Bindings& bindings) {
  const std::size_t count = expect_->expectations.size();
  const std::size_t mark = bindings.mark();
  const std::uint64_t end = work_.steps + budget();
  for (std::size_t i = 0; i < count; ++i) {
    states_[i].dropped = !expect_->expectations[i].absent && states_[i].candidates.empty();
  }
  for (std::size_t tries = 0; tries <= count; ++tries) {
    if (assign_all(end - std::min(end, work_.steps), bindings)) return true;
    bindings.undo(mark);
    if (exhausted_ || deepest_ == count) return false;
    states_[deepest_].dropped = true;
  }
  return false;
}

void ImapGroup::judge(Bindings& bindings, Bench& bench, std::string_view why) {
  over_ = true;
  if (!why.empty() && !settle(bindings)) {
    return bench.undecided("patterns that what came can be held against",
                           "too many responses fit several patterns to find out which is whose");
  }
  for (std::size_t i = 0; i < expect_->expectations.size(); ++i) {
    if (!judge_one(i, bindings, bench, why)) break;
  }
  bindings.commit();
}

bool ImapGroup::judge_one(std::size_t index, Bindings& bindings, Bench& bench, std::string_view why) {
  const Expectation& expectation = expect_->expectations[index];
  bindings.look_from(now_);
  if (expectation.absent) return judge_absent(index, bindings, bench);
  if (!states_[index].dropped) return bench.expected(expectation, true, {}, {});
  if (left_open(index, bindings, bench)) return false;
  std::string reason = explain(index, bindings);
  if (reason.empty()) reason.assign(why);
  return bench.expected(expectation, false, states_[index].nearest, std::move(reason));
}

bool ImapGroup::judge_absent(std::size_t index, Bindings& bindings, Bench& bench) {
  for (const std::uint32_t candidate : states_[index].candidates) {
    const std::size_t mark = bindings.mark();
    const bool came = fits_held(index, candidate, bindings);
    bindings.undo(mark);
    if (came) {
      return bench.expected(expect_->expectations[index], false, held_[candidate]->bytes,
                            "this should not have come");
    }
  }
  bindings.look_from(now_);
  if (left_open(index, bindings, bench)) return false;
  return bench.expected(expect_->expectations[index], true, {}, {});
}

// It is not known whether what this line is about has come, and the bench hears why.
bool ImapGroup::left_open(std::size_t index, Bindings& bindings, Bench& bench) const {
  const Expectation& expectation = expect_->expectations[index];
  const auto number = number_without(expectation, bindings);
  if (number && bindings.number_state(*number) != MessageNumbers::State::Gone) {
    bench.fault(expectation.source, bindings.no_number(*number));
    return true;
  }
  const std::string_view why = too_much(index);
  if (!why.empty()) bench.undecided(expectation.source, std::string(why));
  return !why.empty();
}

// The target sent more than was kept, and what this line is about may have been in it. Empty: it was not.
std::string_view ImapGroup::too_much(std::size_t index) const {
  const State& state = states_[index];
  if (missed_) return "more answers came before the lines that ask for them than are kept";
  const auto end = states_.begin() + static_cast<std::ptrdiff_t>(expect_->expectations.size());
  const bool others_cut = std::any_of(states_.begin(), end, [](const State& one) { return one.cut; });
  const bool may_have_come = expect_->expectations[index].absent ? state.cut : !state.candidates.empty();
  if (state.cut || (others_cut && may_have_come)) return "more responses fit it than are kept";
  return {};
}

// Names the nearest response and how it differs.
std::string ImapGroup::explain(std::size_t index, Bindings& bindings) {
  State& state = states_[index];
  const Expectation& expectation = expect_->expectations[index];
  if (!state.candidates.empty()) {
    state.nearest.assign(held_[state.candidates.front()]->bytes.substr(0, kNearestKept));
    if (const auto gone = number_without(expectation, bindings)) return bindings.no_number(*gone);
    return expectation.ordered ? "it came, but not after the line above"
                               : "what fits was taken by another line, or disagrees with what that bound";
  }
  if (state.nearest.empty() || expectation.any_of.empty()) return {};
  imap::Response response;
  imap::parse_response(state.nearest, response);
  std::string why;
  Match match{bindings, scratch_, &why};
  const std::size_t mark = bindings.mark();
  bindings.look_from(state.nearest_moment);
  if (const auto* pattern = std::get_if<ImapPattern>(&expectation.any_of.front())) {
    (void)match_imap(*pattern, response, tag_, match);
  }
  bindings.undo(mark);
  return why;
}

void ImapGroup::give_up(NoMore reason, std::string_view why, Bindings& bindings, Bench& bench) {
  bool any_wanted = false;
  for (const Expectation& expectation : expect_->expectations) any_wanted = any_wanted || !expectation.absent;
  judge(bindings, bench,
        any_wanted || reason == NoMore::Closed ? why : std::string_view{"nothing was wanted"});
}

}  // namespace mailrig::play
