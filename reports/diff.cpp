#include "reports/diff.hpp"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "harness/record/mask.hpp"

namespace mailrig::reports {

namespace {

void mask(const std::vector<std::string>& placeholders, std::initializer_list<std::string*> texts) {
  record::Masker masker;
  for (const std::string& placeholder : placeholders) masker.add(placeholder);
  for (std::string* text : texts) masker.mask(*text);
}

class Fold {
 public:
  Fold(Diff& diff, const ExplainedDifferences& explained) : diff_(diff), explained_(explained) {}

  void run(compare::Comparison comparison) {
    diff_.compared = comparison.scenarios.size();
    for (std::size_t i = 0; i < comparison.scenarios.size(); ++i) add(comparison.scenarios[i], i);
    for (auto& [key, group] : groups_) diff_.groups.push_back(std::move(group));
    std::stable_sort(diff_.groups.begin(), diff_.groups.end(), [](const DiffGroup& x, const DiffGroup& y) {
      return std::tuple(x.explained != nullptr, y.places.size(), x.line) <
             std::tuple(y.explained != nullptr, x.places.size(), y.line);
    });
    diff_.not_compared = std::move(comparison.not_compared);
    for (const std::size_t stale : explained_.stale) diff_.stale.push_back(&diff_.explanations.at(stale));
  }

 private:
  void add(compare::Compared& compared, std::size_t place) {
    if (!compared.remark.empty()) diff_.remarks.push_back(compared.id + ": " + compared.remark);
    for (std::size_t i = 0; i < compared.differences.size(); ++i) {
      const int by = explained_.explained.at(place).at(i);
      add(std::move(compared.differences[i]),
          by < 0 ? nullptr : &diff_.explanations.at(static_cast<std::size_t>(by)));
    }
    compared.differences.clear();
    if (compared.a != compared.b) diff_.verdicts.push_back(std::move(compared));
  }

  void add(compare::Difference difference, const Explanation* explained) {
    const auto [found, is_new] = groups_.try_emplace({difference.line(), explained});
    DiffGroup& group = found->second;
    const auto same = [&](const DiffPlace& place) {
      return place.scenario == difference.scenario && place.client == difference.client;
    };
    if (group.places.empty() || !same(group.places.back()))
      group.places.push_back({difference.scenario, difference.client});
    if (!is_new) return;
    group.line = difference.line();
    group.explained = explained;
    mask(diff_.a.placeholders, {&difference.a_sent, &difference.a_received});
    mask(diff_.b.placeholders, {&difference.b_sent, &difference.b_received});
    group.example = std::move(difference);
  }

  Diff& diff_;
  const ExplainedDifferences& explained_;
  std::map<std::pair<std::string, const Explanation*>, DiffGroup> groups_;
};

}  // namespace

std::size_t Diff::unexplained() const {
  return static_cast<std::size_t>(std::count_if(
      groups.begin(), groups.end(), [](const DiffGroup& group) { return group.explained == nullptr; }));
}

Diff fold_diff(DiffSide a, DiffSide b, compare::Comparison comparison, std::vector<Explanation> explanations,
               const ExplainedDifferences& explained) {
  Diff diff;
  diff.a = std::move(a);
  diff.b = std::move(b);
  diff.explanations = std::move(explanations);
  Fold(diff, explained).run(std::move(comparison));
  return diff;
}

}  // namespace mailrig::reports
