// Strict reading of TOML, with the place of every mistake. For the .cpp files that read files.
#pragma once

#include <algorithm>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <toml++/toml.h>

#include "harness/scenario/diagnostic.hpp"
#include "harness/scenario/keys.hpp"

namespace mailrig::scenario {

[[nodiscard]] inline Diagnostic no_toml(const std::string& file, const toml::parse_error& error) {
  const toml::source_position begin = error.source().begin;
  return {Location{file, begin.line, begin.column}, "no TOML: " + std::string(error.description())};
}

class TomlReader {
 public:
  TomlReader(std::string file, Diagnostics& mistakes) : file_(std::move(file)), mistakes_(mistakes) {}

  void complain(const Location& where, std::string message) {
    mistakes_.push_back({where, std::move(message)});
  }
  // At a node or a key.
  template <typename Node>
  void complain(const Node& node, std::string message) {
    complain(place(node.source()), std::move(message));
  }

  [[nodiscard]] Location place(const toml::source_region& region) const {
    return Location{file_, std::max(region.begin.line, 1U), std::max(region.begin.column, 1U)};
  }
  [[nodiscard]] Location place_of(const toml::table& table, std::string_view key) const {
    const toml::node* node = table.get(key);
    return node != nullptr ? place(node->source()) : place(table.source());
  }

  // `whose`: "a scenario".
  void check_keys(const toml::table& table, std::span<const Key> keys, std::string_view whose) {
    for (const auto& [key, node] : table) {
      if (is_key(key.str(), keys)) continue;
      std::vector<std::string_view> names;
      for (const Key& known : keys) names.push_back(known.name);
      complain(key, std::string(whose) + " has no key '" + std::string(key.str()) + "'" +
                        did_you_mean(nearest(key.str(), std::span<const std::string_view>(names))));
    }
  }

  // Empty if it is not there, or wrong (and then said).
  std::string string(const toml::table& table, std::string_view key, bool required) {
    const toml::node* node = table.get(key);
    if (node == nullptr) {
      if (required) complain(table, "'" + std::string(key) + "' is missing");
      return {};
    }
    const auto value = node->value_exact<std::string>();
    if (!value) complain(*node, "'" + std::string(key) + "' must be a string");
    if (value && required && value->empty()) complain(*node, "'" + std::string(key) + "' is empty");
    return value.value_or("");
  }

  // take(word, where) for each of a list of strings.
  template <typename Take>
  void strings(const toml::node& node, std::string_view key, Take take) {
    const toml::array* array = node.as_array();
    if (array == nullptr) return complain(node, "'" + std::string(key) + "' must be a list of strings");
    for (const toml::node& item : *array) {
      if (const auto value = item.value_exact<std::string>()) {
        take(std::string_view(*value), place(item.source()));
      } else {
        complain(item, "'" + std::string(key) + "' must be a list of strings");
      }
    }
  }
  template <typename Take>
  void strings(const toml::table& table, std::string_view key, Take take) {
    if (const toml::node* node = table.get(key)) strings(*node, key, take);
  }

  // Nothing if it is not there, or no table (and then said).
  const toml::table* table_at(const toml::table& table, std::string_view key) {
    const toml::node* node = table.get(key);
    if (node == nullptr) return nullptr;
    if (node->as_table() == nullptr) complain(*node, "'" + std::string(key) + "' must be a table");
    return node->as_table();
  }

  struct Dialogue {
    std::string text;  // empty: missing or wrong (and then said)
    Location at;       // of its first line
  };
  // Lines of '''…''' are the file's own lines, so that columns are right. `content`: of the file.
  Dialogue dialogue(const toml::table& table, std::string_view content) {
    Dialogue found{string(table, "dialogue", true), place_of(table, "dialogue")};
    if (found.text.empty()) return found;
    const std::string_view opening = from_place(content, found.at);
    if (!opening.starts_with("'''")) {
      complain(found.at, "the dialogue stands between ''' and ''', where backslashes stay what they are");
      return {};
    }
    if (opening.substr(3).starts_with("\n") || opening.substr(3).starts_with("\r\n")) {
      ++found.at.line;
      found.at.column = 1;
    } else {
      found.at.column += 3;
    }
    return found;
  }

 private:
  static std::string_view from_place(std::string_view content, const Location& at) {
    for (std::uint32_t line = 1; line < at.line; ++line) {
      const std::size_t end = content.find('\n');
      if (end == std::string_view::npos) return {};
      content.remove_prefix(end + 1);
    }
    return content.substr(std::min<std::size_t>(at.column - 1, content.size()));
  }

  std::string file_;
  Diagnostics& mistakes_;
};

}  // namespace mailrig::scenario
