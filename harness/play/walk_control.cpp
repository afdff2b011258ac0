// Steps that decide how the dialogue goes on, and what is compared on the way.
#include <fmt/format.h>

#include "harness/play/compare.hpp"
#include "harness/play/render.hpp"
#include "harness/play/together.hpp"
#include "harness/play/walk.hpp"

namespace mailrig::play {

using std::chrono::milliseconds;

// Both sides into `scratch`; the left one ends at `middle`. False: a variable has no value.
bool Walker::render_sides(const scenario::Comparison& comparison, std::size_t& middle) {
  std::string& scratch = board_->scratch;
  scratch.clear();
  for (const scenario::Template* side : {&comparison.left, &comparison.right}) {
    middle = scratch.size();
    std::string why;
    if (render(*side, bindings(), scratch, why)) continue;
    no_value(*side, "a value for each variable of the line", std::move(why));
    return false;
  }
  return true;
}

std::optional<Do> Walker::turn(const scenario::Check& check, Time) {
  std::size_t middle = 0;
  if (!render_sides(check.comparison, middle)) return {};
  const std::string_view left = std::string_view(board_->scratch).substr(0, middle);
  const std::string_view right = std::string_view(board_->scratch).substr(middle);
  if (holds(check.comparison.is, left, right)) {
    judge().state(check.rule, Mismatch::None, {}, {}, {});
  } else {
    judge().state(check.rule, Mismatch::Differs, check.source,
                  fmt::format("{} {} {}", left, sign(check.comparison.is), right),
                  compare_numbers(left, right) ? "the numbers compare otherwise"
                                               : "the values, not both numbers, compare otherwise");
  }
  return {};
}

std::optional<Do> Walker::turn(const scenario::Branch& branch, Time) {
  bool takes = false;
  if (const auto* comparison = std::get_if<scenario::Comparison>(&branch.condition)) {
    std::size_t middle = 0;
    if (!render_sides(*comparison, middle)) return {};
    const std::string_view both = board_->scratch;
    takes = holds(comparison->is, both.substr(0, middle), both.substr(middle));
  } else if (const auto* pattern = std::get_if<scenario::Pattern>(&branch.condition)) {
    takes = peer().answered_so(*pattern, bindings());
  } else {
    takes = peer().has_ended();
  }
  if (!takes) go_to(branch.otherwise);
  return {};
}

std::optional<Do> Walker::turn(const scenario::Jump& jump, Time) {
  go_to(jump.to);
  return {};
}

std::optional<Do> Walker::turn(const scenario::AtOnce& at_once, Time now) {
  if (begins(now, {})) together_->begin(at_once);
  std::optional<Do> todo = together_->next(now);
  if (todo) return todo;
  if (!judge().failed()) go_to(board_->over ? end_ : at_once.end);
  return {};
}

std::optional<Do> Walker::turn(const scenario::ExpectOpen& open, Time now) {
  (void)begins(now, open.time);
  if (peer().state() == Peer::State::Closed) {
    board_->lost = true;
    judge().state(open.rule, Mismatch::Closed, open.source, {}, how_it_ended());
    return {};
  }
  if (open.time.count() > 0 && now < deadline_) return wait(deadline_);
  judge().state(open.rule, Mismatch::None, {}, {}, {});
  return {};
}

}  // namespace mailrig::play
