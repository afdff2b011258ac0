#include "harness/conformance/baseline.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include <fmt/format.h>

#include "harness/scenario/toml_reader.hpp"
#include "harness/wire/ascii.hpp"

namespace mailrig::conformance {

namespace {

using record::Verdict;
using scenario::Key;
using scenario::Type;

constexpr std::array<std::string_view, 3> kVerdictWords = {"fail", "weak", "blocked"};
constexpr std::array<Verdict, 3> kListed = {Verdict::Fail, Verdict::Weak, Verdict::Blocked};

constexpr std::array<Key, 4> kKnownKeys = {
    {{"id", Type::String, "the scenario", true},
     {"verdict", Type::String, "what it comes to", true, kVerdictWords},
     {"reason", Type::String, "why we live with it", true},
     {"shape", Type::Strings, "which judgements do not hold, and how", true}}};
constexpr std::array<Key, 3> kFlakyKeys = {
    {{"id", Type::String, "the scenario", true},
     {"reason", Type::String, "why we live with it", true},
     {"at-least", Type::String, "how many attempts of how many pass at least: \"7/10\"", true}}};
constexpr std::array<Key, 2> kKeys = {
    {{"known", Type::Tables, "scenarios that fail", false, {}, kKnownKeys},
     {"flaky", Type::Tables, "scenarios that fail now and then", false, {}, kFlakyKeys}}};

std::optional<Rate> parse_rate(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const auto passed = wire::to_number(text.substr(0, slash)), of = wire::to_number(text.substr(slash + 1));
  if (!passed || !of || *passed == 0 || *passed >= *of || *of > kRateLimit) return std::nullopt;
  return Rate{static_cast<std::uint32_t>(*passed), static_cast<std::uint32_t>(*of)};
}

class Reader {
 public:
  Reader(Baseline& into, scenario::Diagnostics& mistakes) : into_(into), toml_(into.file, mistakes) {}

  void read(const toml::table& table) {
    toml_.check_keys(table, kKeys, "a baseline");
    read_list(table, "known", Entry::List::Known);
    read_list(table, "flaky", Entry::List::Flaky);
    std::sort(into_.entries.begin(), into_.entries.end(),
              [](const Entry& a, const Entry& b) { return a.lines.first < b.lines.first; });
    std::map<std::string_view, const Entry*> seen;
    for (const Entry& entry : into_.entries) {
      const auto [first, is_new] = seen.emplace(entry.id, &entry);
      if (is_new || entry.id.empty()) continue;
      toml_.complain(scenario::Location{into_.file, entry.lines.first, 1},
                     fmt::format("'{}' stands in line {}, too", entry.id, first->second->lines.first));
    }
  }

 private:
  void read_list(const toml::table& table, std::string_view key, Entry::List list) {
    const toml::node* node = table.get(key);
    if (node == nullptr) return;
    const toml::array* array = node->as_array();
    if (array == nullptr || !array->is_array_of_tables()) {
      return toml_.complain(*node, fmt::format("each entry has a header of its own: [[{}]]", key));
    }
    for (const toml::node& item : *array) {
      // Entries are edited line by line.
      if (item.as_table()->is_inline()) {
        toml_.complain(item, fmt::format("each entry has a header of its own: [[{}]]", key));
      } else {
        read_entry(*item.as_table(), list);
      }
    }
  }

  void read_entry(const toml::table& table, Entry::List list) {
    Entry entry;
    entry.list = list;
    const bool known = list == Entry::List::Known;
    toml_.check_keys(table, known ? std::span<const Key>(kKnownKeys) : std::span<const Key>(kFlakyKeys),
                     known ? "a known failure" : "a flaky scenario");
    entry.id = toml_.string(table, "id", true);
    entry.reason = toml_.string(table, "reason", true);
    if (known) {
      read_verdict(table, entry);
      read_shape(table, entry);
    } else {
      read_rate(table, entry);
    }
    entry.lines = {table.source().begin.line, table.source().begin.line};
    for (const auto& [key, value] : table) {
      entry.lines.last = std::max<std::uint32_t>(entry.lines.last, value.source().end.line);
    }
    entry.verdict_lines = lines_of(table, "verdict");
    entry.shape_lines = lines_of(table, "shape");
    entry.rate_lines = lines_of(table, "at-least");
    into_.entries.push_back(std::move(entry));
  }

  static Lines lines_of(const toml::table& table, std::string_view key) {
    for (const auto& [name, value] : table) {
      if (name.str() == key) return {name.source().begin.line, value.source().end.line};
    }
    return {};
  }

  void read_verdict(const toml::table& table, Entry& entry) {
    const std::string word = toml_.string(table, "verdict", true);
    if (word.empty()) return;
    for (std::size_t i = 0; i < kVerdictWords.size(); ++i) {
      if (word != kVerdictWords.at(i)) continue;
      entry.verdict = kListed.at(i);
      return;
    }
    toml_.complain(*table.get("verdict"),
                   fmt::format("'{}' is no verdict to be listed; meant is fail, weak or blocked", word));
  }

  void read_shape(const toml::table& table, Entry& entry) {
    if (table.get("shape") == nullptr) return toml_.complain(table, "'shape' is missing");
    toml_.strings(table, "shape",
                  [&](std::string_view line, const scenario::Location&) { entry.shape.emplace_back(line); });
    settle(entry.shape);
  }

  void read_rate(const toml::table& table, Entry& entry) {
    const std::string text = toml_.string(table, "at-least", true);
    if (text.empty()) return;
    const auto rate = parse_rate(text);
    if (rate) {
      entry.at_least = *rate;
    } else {
      toml_.complain(*table.get("at-least"),
                     fmt::format("'{}' is no rate; meant is a part of the whole, like 7/10", text));
    }
  }

  Baseline& into_;
  scenario::TomlReader toml_;
};

}  // namespace

std::string shown(const Rate& rate) {
  return fmt::format("{}/{}", rate.passed, rate.of);
}

const Entry* Baseline::find(std::string_view id) const {
  const auto found =
      std::find_if(entries.begin(), entries.end(), [id](const Entry& entry) { return entry.id == id; });
  return found == entries.end() ? nullptr : &*found;
}

Baseline read_baseline(const std::string& file, std::string_view content, scenario::Diagnostics& mistakes) {
  Baseline baseline;
  baseline.file = file;
  try {
    const toml::table table = toml::parse(content, file);
    Reader(baseline, mistakes).read(table);
  } catch (const toml::parse_error& error) {
    mistakes.push_back(scenario::no_toml(file, error));
  }
  return baseline;
}

std::vector<std::string> remarks(const Baseline& baseline) {
  std::vector<std::string> all;
  for (const Entry& entry : baseline.entries) {
    if (entry.reason != kUnexplained) continue;
    all.push_back(fmt::format("{}:{}: why we live with {} is still to be explained", baseline.file,
                              entry.lines.first, entry.id));
  }
  return all;
}

std::span<const scenario::Key> baseline_keys() {
  return kKeys;
}

}  // namespace mailrig::conformance
