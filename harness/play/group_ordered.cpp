#include "harness/play/group.hpp"
#include "harness/play/match_pop3.hpp"
#include "harness/play/match_smtp.hpp"

namespace mailrig::play {
namespace {

using scenario::Expectation;

bool fits(const scenario::Pattern& pattern, const smtp::Reply& reply, Match& match) {
  const auto* smtp = std::get_if<scenario::SmtpPattern>(&pattern);
  return smtp != nullptr && match_smtp(*smtp, reply, match);
}

bool fits(const scenario::Pattern& pattern, const pop3::Reply& reply, Match& match) {
  const auto* pop3 = std::get_if<scenario::Pop3Pattern>(&pattern);
  return pop3 != nullptr && match_pop3(*pop3, reply, match);
}

template <typename Reply>
bool fits_any(const Expectation& expectation, const Reply& reply, Bindings& bindings, std::string& scratch) {
  Match match{bindings, scratch, nullptr};
  for (const scenario::Pattern& pattern : expectation.any_of) {
    const std::size_t mark = bindings.mark();
    if (fits(pattern, reply, match)) return true;
    bindings.undo(mark);
  }
  return false;
}

template <typename Reply>
std::string explain(const Expectation& expectation, const Reply& reply, Bindings& bindings,
                    std::string& scratch) {
  std::string why;
  if (expectation.any_of.empty()) return why;
  Match match{bindings, scratch, &why};
  const std::size_t mark = bindings.mark();
  (void)fits(expectation.any_of.front(), reply, match);
  bindings.undo(mark);
  return why;
}

}  // namespace

void OrderedGroup::begin(const scenario::Expect& expect) {
  expect_ = &expect;
  at_ = 0;
  over_ = false;
  any_wanted_ = false;
  for (const Expectation& expectation : expect.expectations) any_wanted_ = any_wanted_ || !expectation.absent;
  skip_absent();
}

void OrderedGroup::skip_absent() {
  while (at_ < expect_->expectations.size() && expect_->expectations[at_].absent) ++at_;
}

template <typename Reply>
bool OrderedGroup::absent_hold(const Reply& reply, Bindings& bindings, Bench& bench) {
  for (const Expectation& expectation : expect_->expectations) {
    if (!expectation.absent) continue;
    const std::size_t mark = bindings.mark();
    const bool came = fits_any(expectation, reply, bindings, scratch_);
    bindings.undo(mark);
    if (came && !bench.expected(expectation, false, reply.bytes, "this should not have come")) return false;
  }
  return true;
}

template <typename Reply>
void OrderedGroup::take(const Reply& reply, Bindings& bindings, Bench& bench) {
  if (!absent_hold(reply, bindings, bench)) {
    over_ = true;
    return;
  }
  if (!any_wanted_) return finish(bench);
  const Expectation& expectation = expect_->expectations[at_];
  const bool held = fits_any(expectation, reply, bindings, scratch_);
  bindings.commit();
  const bool go_on =
      held ? bench.expected(expectation, true, {}, {})
           : bench.expected(expectation, false, reply.bytes, explain(expectation, reply, bindings, scratch_));
  ++at_;
  skip_absent();
  if (!go_on) {
    over_ = true;
  } else if (at_ == expect_->expectations.size()) {
    finish(bench);
  }
}

void OrderedGroup::finish(Bench& bench) {
  over_ = true;
  for (const Expectation& expectation : expect_->expectations) {
    if (expectation.absent) (void)bench.expected(expectation, true, {}, {});
  }
}

void OrderedGroup::offer(const smtp::Reply& reply, Bindings& bindings, Bench& bench) {
  take(reply, bindings, bench);
}

void OrderedGroup::offer(const pop3::Reply& reply, Bindings& bindings, Bench& bench) {
  take(reply, bindings, bench);
}

void OrderedGroup::give_up(NoMore reason, std::string_view why, Bench& bench) {
  if (!any_wanted_ && reason == NoMore::Deadline) return finish(bench);
  over_ = true;
  for (; at_ < expect_->expectations.size(); ++at_) {
    skip_absent();
    if (at_ == expect_->expectations.size()) return;
    if (!bench.expected(expect_->expectations[at_], false, {}, std::string(why))) return;
  }
}

}  // namespace mailrig::play
