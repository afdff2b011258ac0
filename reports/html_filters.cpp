#include "reports/html_filters.hpp"

#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "reports/html.hpp"
#include "reports/show.hpp"

namespace mailrig::reports {

namespace {

std::string level_class(Level level) {
  return fmt::format("l{}", static_cast<int>(level));
}

std::string kind_class(record::Finding kind) {
  return fmt::format("k{}", static_cast<int>(kind));
}

// "all" first, then those given; nothing if there is but one.
void add_group(std::vector<FilterGroup>& groups, FilterGroup group) {
  if (group.choices.size() < 2) return;
  group.choices.insert(group.choices.begin(), Choice{group.name + "-all", "all", ""});
  groups.push_back(std::move(group));
}

// What is shown with a card of its own.
std::vector<const ScenarioResult*> with_card(const Run& run) {
  std::vector<const ScenarioResult*> all;
  for (const ScenarioResult& result : run.scenarios) {
    if (!html_anchor(run, result).empty()) all.push_back(&result);
  }
  return all;
}

}  // namespace

void Marks::add(const record::Judgement& judgement) {
  levels.insert(judgement.clause.level);
  kinds.insert(judgement.finding);
  if (judgement.clause.rfc != 0) rfcs.insert(judgement.clause.rfc);
}

void Marks::add(const Marks& other) {
  levels.insert(other.levels.begin(), other.levels.end());
  kinds.insert(other.kinds.begin(), other.kinds.end());
  rfcs.insert(other.rfcs.begin(), other.rfcs.end());
}

std::string Marks::classes() const {
  std::string out;
  for (const Level level : levels) out += " " + level_class(level);
  for (const record::Finding kind : kinds) out += " " + kind_class(kind);
  for (const std::uint16_t rfc : rfcs) fmt::format_to(std::back_inserter(out), " r{}", rfc);
  return out;
}

Marks marks_of(const ScenarioResult& result) {
  Marks marks;
  for (const record::Judgement& judgement : result.spoke) marks.add(judgement);
  if (!result.spoke.empty()) return marks;
  for (const record::Reference& clause : result.clauses) {
    marks.levels.insert(clause.level);
    if (clause.rfc != 0) marks.rfcs.insert(clause.rfc);
  }
  return marks;
}

std::vector<FilterGroup> finding_filters(const Run& run) {
  Marks marks;
  for (const ScenarioResult* result : with_card(run)) marks.add(marks_of(*result));
  std::vector<FilterGroup> groups;
  if (run.attention().size() > 1) {
    groups.push_back({"fv", "view", {{"fv-s", "by scenario", ""}, {"fv-r", "by rule", "by-rule"}}});
  }
  FilterGroup levels{"fl", "asked by", {}}, kinds{"fk", "kind", {}}, rfcs{"fr", "RFC", {}};
  for (const Level level : marks.levels)
    levels.choices.push_back({"f-" + level_class(level), std::string(name(level)), level_class(level)});
  for (const record::Finding kind : marks.kinds)
    kinds.choices.push_back({"f-" + kind_class(kind), std::string(shown_finding(kind)), kind_class(kind)});
  for (const std::uint16_t rfc : marks.rfcs)
    rfcs.choices.push_back({fmt::format("f-r{}", rfc), std::to_string(rfc), fmt::format("r{}", rfc)});
  for (FilterGroup* group : {&levels, &kinds, &rfcs}) add_group(groups, std::move(*group));
  return groups;
}

std::vector<FilterGroup> verdict_filters(const Run& run) {
  FilterGroup group{"av", "verdict", {}};
  for (const auto& [word, count] : shown_columns(run.counts, run.counts)) {
    if (count == 0) continue;
    group.choices.push_back(
        {fmt::format("a-{}", word), fmt::format("{} {}", word, count), "v-" + std::string(word)});
  }
  std::vector<FilterGroup> groups;
  add_group(groups, std::move(group));
  return groups;
}

void append_filters(std::string& out, const std::vector<FilterGroup>& groups) {
  if (groups.empty()) return;
  for (const FilterGroup& group : groups) {
    for (const Choice& choice : group.choices) {
      fmt::format_to(std::back_inserter(out),
                     "<input class=\"sr\" type=\"radio\" name=\"{}\" id=\"{}\" aria-label=\"{}: {}\"{}>",
                     group.name, choice.id, group.title, choice.label,
                     &choice == &group.choices.front() ? " checked" : "");
    }
  }
  out += "\n<div class=\"filters\">";
  for (const FilterGroup& group : groups) {
    fmt::format_to(std::back_inserter(out), "<p><span>{}</span>", group.title);
    for (const Choice& choice : group.choices) {
      fmt::format_to(std::back_inserter(out), "<label for=\"{}\">{}</label>", choice.id, choice.label);
    }
    out += "</p>";
  }
  out += "</div>\n";
}

std::string filter_style(const std::vector<FilterGroup>& groups) {
  std::string out;
  for (const FilterGroup& group : groups) {
    for (const Choice& choice : group.choices) {
      fmt::format_to(
          std::back_inserter(out),
          "#{0}:checked~.filters label[for={0}]{{background:var(--accent);color:var(--bg);border-color:"
          "var(--accent)}}\n#{0}:focus-visible~.filters label[for={0}]{{outline:2px solid "
          "var(--accent);outline-offset:2px}}\n",
          choice.id);
      if (group.name == "fv") {
        fmt::format_to(std::back_inserter(out), "#{}:checked~.items.{}{{display:none}}\n", choice.id,
                       choice.css_class.empty() ? "by-rule" : "by-scenario");
      } else if (!choice.css_class.empty()) {
        fmt::format_to(std::back_inserter(out), "#{}:checked~.items .item:not(.{}){{display:none}}\n",
                       choice.id, choice.css_class);
      }
    }
  }
  return out;
}

}  // namespace mailrig::reports
