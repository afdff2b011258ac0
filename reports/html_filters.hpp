// Filters without a script: radio buttons before what they filter, and a style rule for each.
//   <input id=…> …  <div class="filters">labels</div>  <div class="items"> … class="item l0 k1 r9051" …
//   </div>
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "reports/run.hpp"

namespace mailrig::reports {

// By which classes an item is found: how strongly, what kind, which RFC.
struct Marks {
  std::set<Level> levels;
  std::set<record::Finding> kinds;
  std::set<std::uint16_t> rfcs;
  void add(const record::Judgement& judgement);
  void add(const Marks& other);
  [[nodiscard]] std::string classes() const;  // " l0 k1 r9051"
};
// Of its findings; of a scenario without any, of what it stands on.
[[nodiscard]] Marks marks_of(const ScenarioResult& result);

struct Choice {
  std::string id, label, css_class;  // an empty class is no restriction
};
// One group of radio buttons; the first is chosen.
struct FilterGroup {
  std::string name, title;
  std::vector<Choice> choices;
};
// Groups with nothing to choose from are left out.
[[nodiscard]] std::vector<FilterGroup> finding_filters(const Run& run);
[[nodiscard]] std::vector<FilterGroup> verdict_filters(const Run& run);

void append_filters(std::string& out, const std::vector<FilterGroup>& groups);
[[nodiscard]] std::string filter_style(const std::vector<FilterGroup>& groups);

}  // namespace mailrig::reports
