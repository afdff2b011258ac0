#include "harness/compare/step_compare.hpp"

#include <algorithm>
#include <map>

#include "harness/compare/compare.hpp"
#include "harness/compare/message.hpp"
#include "harness/wire/ascii.hpp"

namespace mailrig::compare {

namespace {

constexpr std::size_t kValueShown = 60;

// "* 3 FETCH" to "* n FETCH".
std::string without_number(const std::string& head) {
  if (!head.starts_with("* ") || head.size() < 3 || !(wire::is_digit(head[2]) || head[2] == '+')) return head;
  const std::size_t end = head.find(' ', 2);
  return "* n" + (end == std::string::npos ? "" : head.substr(end));
}

// These say how a command went: where they differ, the rest of the unit does for that reason.
bool decides(const std::string& path) {
  return path == "status" || path == "code";
}

std::string shown_value(const Leaf& leaf) {
  if (leaf.value.empty() || leaf.relation == Relation::Uid || leaf.relation == Relation::Value) return "yes";
  return leaf.value.size() <= kValueShown ? leaf.value : leaf.value.substr(0, kValueShown) + "…";
}

std::string cut(std::string text) {
  if (text.size() > kOctetsShown) text.resize(kOctetsShown);
  return text;
}

// What differs in two values, short enough to stand in a line.
Lines readable(const std::string& a, const std::string& b) {
  const auto is_long = [](const std::string& text) {
    return text.size() > kValueShown || text.find('\n') != std::string::npos;
  };
  return is_long(a) || is_long(b) ? first_unequal_lines(a, b) : Lines{a, b};
}

bool has_counterpart(const Unit& unit, const std::vector<const Unit*>& others) {
  const std::string head = without_number(unit.head);
  return std::any_of(others.begin(), others.end(),
                     [&](const Unit* other) { return without_number(other->head) == head; });
}

using Leaves = std::pair<const Leaf*, const Leaf*>;

// "AUTH PLAIN", where one side has no AUTH at all: told by that.
bool within_lone(const std::string& path, const std::map<std::string, Leaves>& by_path) {
  for (std::size_t end = path.rfind(' '); end != std::string::npos && end > 0;
       end = path.rfind(' ', end - 1)) {
    const auto whole = by_path.find(path.substr(0, end));
    if (whole == by_path.end()) continue;
    const auto& [of_a, of_b] = whole->second;
    if ((of_a == nullptr) != (of_b == nullptr)) return true;
  }
  return false;
}

bool equal(const Leaf& a, const Leaf& b, bool sizes_differ) {
  switch (a.relation) {
    case Relation::AnyCase:
      return wire::iequals(a.value, b.value);
    case Relation::Size:
      return sizes_differ || a.value == b.value;
    case Relation::Presence:
      return true;
    default:
      return a.value == b.value;
  }
}

}  // namespace

Difference& StepCompare::tell(const Pair& pair, const std::string& path, Value of_a, Value of_b) {
  Difference difference;
  difference.client = client_;
  difference.protocol = name(protocol_);
  difference.verb = pair.any().verb;
  difference.unit = without_number(pair.any().head);
  difference.path = path;
  difference.a = std::move(of_a);
  difference.b = std::move(of_b);
  difference.a_sent = cut(a_->sent);
  difference.b_sent = cut(b_->sent);
  if (pair.a != nullptr) difference.a_received = cut(pair.a->bytes);
  if (pair.b != nullptr) difference.b_received = cut(pair.b->bytes);
  return found_.emplace_back(std::move(difference));
}

void StepCompare::tell(const Pair& pair, const std::string& path, Relations::Match match) {
  using Match = Relations::Match;
  switch (match) {
    case Match::Fits:
      return;
    case Match::OnlyASaid:
      tell(pair, path, "as before", "another");
      return;
    case Match::OnlyBSaid:
      tell(pair, path, "another", "as before");
      return;
    case Match::Swapped:
      tell(pair, path, "as before", "as another before");
      return;
    case Match::Order:
      tell(pair, path, "in order", "in another order");
  }
}

// False: what follows in these units is not worth comparing.
bool StepCompare::leaves(const Pair& pair, const Leaf* of_a, const Leaf* of_b) {
  if (of_a == nullptr || of_b == nullptr) {
    const auto value = [](const Leaf* leaf) { return leaf == nullptr ? Value() : Value(shown_value(*leaf)); };
    tell(pair, of_a != nullptr ? of_a->path : of_b->path, value(of_a), value(of_b));
    return true;
  }
  const auto number_a = wire::to_number(of_a->value), number_b = wire::to_number(of_b->value);
  if (of_a->relation == Relation::Uid && number_a && number_b) {
    tell(pair, of_a->path, relations_.pair_in_order(of_a->scope, *number_a, *number_b));
  } else if (of_a->relation == Relation::Value) {
    tell(pair, of_a->path, relations_.pair(of_a->scope, of_a->value, of_b->value));
  } else if (!equal(*of_a, *of_b, sizes_differ_)) {
    const Lines lines = readable(of_a->value, of_b->value);
    tell(pair, of_a->path, lines.a, lines.b);
    return !decides(of_a->path);
  }
  return true;
}

void StepCompare::pair(const Pair& pair) {
  std::map<std::string, Leaves> by_path;
  std::vector<const std::string*> order;
  const auto place = [&](const Leaf& leaf, const Leaf* Leaves::*member) {
    const auto [found, is_new] = by_path.try_emplace(leaf.path, nullptr, nullptr);
    if (is_new) order.push_back(&found->first);
    found->second.*member = &leaf;
  };
  for (const Leaf& leaf : pair.a->leaves) place(leaf, &Leaves::first);
  for (const Leaf& leaf : pair.b->leaves) place(leaf, &Leaves::second);
  std::stable_partition(order.begin(), order.end(), [](const std::string* path) { return decides(*path); });
  for (const std::string* path : order) {
    const auto& [of_a, of_b] = by_path.at(*path);
    const bool lone = of_a == nullptr || of_b == nullptr;
    if (lone && within_lone(*path, by_path)) continue;
    if (!leaves(pair, of_a, of_b)) return;
  }
}

// A unit that the other side has not.
void StepCompare::lone(const Pair& pair, bool keep_number) {
  const auto there = [](const Unit* unit) { return unit == nullptr ? Value() : Value("yes"); };
  Difference& difference =
      tell(pair, pair.any().head.empty() ? "the answer" : "", there(pair.a), there(pair.b));
  if (keep_number) difference.unit = pair.any().head;
}

void StepCompare::units(const Step& a, const Step& b) {
  // The answer first: where it differs, what came with it does for that reason.
  const auto answer = [](const Step& step) -> const Unit* {
    const auto found = std::find_if(step.units.begin(), step.units.end(),
                                    [](const Unit& unit) { return unit.head.empty(); });
    return found == step.units.end() ? nullptr : &*found;
  };
  const Pair answers{answer(a), answer(b)};
  const bool answered = answers.a != nullptr && answers.b != nullptr;
  const std::size_t before = found_.size();
  if (answered) pair(answers);
  if (found_.size() > before && decides(found_[before].path)) return;
  std::vector<const Unit*> rest_a, rest_b;
  for (const Unit& unit : b.units) {
    if (!answered || &unit != answers.b) rest_b.push_back(&unit);
  }
  for (const Unit& unit : a.units) {
    if (answered && &unit == answers.a) continue;
    const auto same = std::find_if(rest_b.begin(), rest_b.end(),
                                   [&](const Unit* other) { return other->head == unit.head; });
    if (same == rest_b.end()) {
      rest_a.push_back(&unit);
    } else {
      pair({&unit, *same});
      rest_b.erase(same);
    }
  }
  for (const Unit* unit : rest_a) lone({unit, nullptr}, has_counterpart(*unit, rest_b));
  for (const Unit* unit : rest_b) lone({nullptr, unit}, has_counterpart(*unit, rest_a));
}

void StepCompare::steps(const Step* a, const Step* b) {
  const Step none;
  a_ = a != nullptr ? a : &none;
  b_ = b != nullptr ? b : &none;
  const std::size_t before = found_.size();
  if (a != nullptr && b != nullptr) {
    units(*a, *b);
  } else {
    const Step& step = a != nullptr ? *a : *b;
    Unit unit;
    unit.verb = step.verb;
    if (!step.units.empty()) unit.bytes = step.units.front().bytes;
    const auto there = [](const Step* of) { return of == nullptr ? Value() : Value("yes"); };
    tell({a != nullptr ? &unit : nullptr, b != nullptr ? &unit : nullptr}, "the step", there(a), there(b));
  }
  // What differs in the set-up alone is known to the relations, and is not told.
  if (!a_->body && !b_->body) found_.resize(before);
}

}  // namespace mailrig::compare
