#include "harness/cli/expected_differences.hpp"

#include <algorithm>
#include <array>
#include <set>

#include <re2/re2.h>
#include <toml++/toml.h>

namespace mailrig::cli {

namespace {

using scenario::Diagnostics;
using scenario::Location;

constexpr std::array<std::string_view, 1> kListKeys{"expected"};
constexpr std::array<std::string_view, 6> kKeys{"id", "pattern", "reason", "clause", "server", "race"};

class Reader {
 public:
  Reader(const std::string& file, Diagnostics& mistakes) : file_(file), mistakes_(mistakes) {}

  void complain(const toml::source_region& where, std::string message) {
    mistakes_.push_back({Location{file_, std::max(where.begin.line, 1U), std::max(where.begin.column, 1U)},
                         std::move(message)});
  }

  void check_keys(const toml::table& table, std::span<const std::string_view> keys) {
    for (const auto& [key, node] : table) {
      if (std::find(keys.begin(), keys.end(), key.str()) != keys.end()) continue;
      complain(key.source(), "an expected difference has no key '" + std::string(key.str()) + "'" +
                                 scenario::did_you_mean(scenario::nearest(key.str(), keys)));
    }
  }

  std::string text(const toml::table& table, std::string_view key, bool required) {
    const toml::node* node = table.get(key);
    if (node == nullptr) {
      if (required) complain(table.source(), "'" + std::string(key) + "' is missing");
      return {};
    }
    const auto value = node->value_exact<std::string>();
    if (!value || value->empty())
      complain(node->source(), "'" + std::string(key) + "' must be a string that is not empty");
    return value.value_or("");
  }

  bool flag(const toml::table& table, std::string_view key) {
    const toml::node* node = table.get(key);
    if (node == nullptr) return false;
    const auto value = node->value_exact<bool>();
    if (!value) complain(node->source(), "'" + std::string(key) + "' must be true or false");
    return value.value_or(false);
  }

  std::vector<std::string> ids(const toml::table& table) {
    const toml::node* node = table.get("id");
    const toml::array* several = node == nullptr ? nullptr : node->as_array();
    if (several == nullptr) return {text(table, "id", true)};
    std::vector<std::string> all;
    for (const toml::node& each : *several) {
      if (const auto value = each.value_exact<std::string>()) {
        all.push_back(*value);
      } else {
        complain(each.source(), "an id must be a string");
      }
    }
    if (all.empty()) complain(node->source(), "'id' names no scenario");
    return all;
  }

  std::shared_ptr<const re2::RE2> pattern(const toml::table& table, const std::string& text) {
    re2::RE2::Options options;
    options.set_log_errors(false);
    auto made = std::make_shared<const re2::RE2>(text, options);
    if (!made->ok() && table.contains("pattern"))
      complain(table.get("pattern")->source(), "no regular expression (RE2): " + made->error());
    return made;
  }

  [[nodiscard]] std::string place(const toml::table& table) const {
    return file_ + ":" + std::to_string(table.source().begin.line);
  }

 private:
  const std::string& file_;
  Diagnostics& mistakes_;
};

}  // namespace

bool ExpectedDifferences::Entry::names(std::string_view id) const {
  return std::any_of(ids.begin(), ids.end(),
                     [&](const std::string& each) { return conformance::matches_glob(each, id); });
}

void ExpectedDifferences::read(const std::string& file, std::string_view content, Diagnostics& mistakes) {
  Reader reader(file, mistakes);
  try {
    const toml::table root = toml::parse(content, file);
    reader.check_keys(root, kListKeys);
    const toml::array* list = root["expected"].as_array();
    if (list == nullptr) return;  // nothing is expected
    for (const toml::node& node : *list) {
      const toml::table* table = node.as_table();
      if (table == nullptr) {
        reader.complain(node.source(), "an expected difference is a table: [[expected]]");
        continue;
      }
      reader.check_keys(*table, kKeys);
      Entry entry;
      entry.ids = reader.ids(*table);
      entry.explanation.pattern = reader.text(*table, "pattern", true);
      entry.explanation.reason = reader.text(*table, "reason", true);
      entry.explanation.clause = reader.text(*table, "clause", false);
      (void)reader.text(*table, "server", false);
      entry.race = reader.flag(*table, "race");
      for (const std::string& id : entry.ids)
        entry.explanation.id += (entry.explanation.id.empty() ? "" : ", ") + id;
      entry.explanation.place = reader.place(*table);
      entry.pattern = reader.pattern(*table, entry.explanation.pattern);
      entries_.push_back(std::move(entry));
    }
  } catch (const toml::parse_error& error) {
    reader.complain(error.source(), "no TOML: " + std::string(error.description()));
  }
}

std::vector<reports::Explanation> ExpectedDifferences::explanations() const {
  std::vector<reports::Explanation> all;
  for (const Entry& entry : entries_) all.push_back(entry.explanation);
  return all;
}

reports::ExplainedDifferences ExpectedDifferences::explain(
    const compare::Comparison& comparison, const std::vector<conformance::ScenarioPtr>& all) const {
  reports::ExplainedDifferences explained;
  std::vector<bool> used(entries_.size(), false);
  std::set<std::string, std::less<>> compared;
  for (const compare::Compared& scenario : comparison.scenarios) {
    compared.insert(scenario.id);
    std::vector<int>& by = explained.explained.emplace_back();
    for (const compare::Difference& difference : scenario.differences) {
      const std::string line = difference.line();
      by.push_back(-1);
      for (std::size_t i = 0; i < entries_.size(); ++i) {
        if (!entries_[i].names(scenario.id) || !re2::RE2::PartialMatch(line, *entries_[i].pattern)) continue;
        used[i] = true;
        if (by.back() < 0) by.back() = static_cast<int>(i);
      }
    }
  }
  for (const compare::NotCompared& each : comparison.not_compared) compared.insert(each.id);
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    const bool all_compared =
        std::all_of(all.begin(), all.end(), [&](const conformance::ScenarioPtr& scenario) {
          return !entries_[i].names(scenario->id) || compared.contains(scenario->id);
        });
    if (!used[i] && !entries_[i].race && all_compared) explained.stale.push_back(i);
  }
  return explained;
}

}  // namespace mailrig::cli
