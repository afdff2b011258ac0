// Strict reading of one TOML table: each value asked for is checked, each key that the table of keys does
// not know is a mistake. For profile.cpp only.
#pragma once

#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <toml++/toml.h>

#include "harness/scenario/diagnostic.hpp"
#include "harness/scenario/keys.hpp"

namespace mailrig::load {

class TomlTable {
 public:
  TomlTable(const toml::table& table, std::span<const scenario::Key> keys, const std::string& file,
            scenario::Diagnostics& mistakes)
      : table_(table), keys_(keys), file_(file), mistakes_(mistakes) {}

  // The node, if the key is there. Throws std::logic_error if there is no such key at all.
  const toml::node* find(std::string_view key) {
    if (!scenario::is_key(key, keys_)) throw std::logic_error("no key of a profile: " + std::string(key));
    return table_.get(key);
  }
  [[nodiscard]] scenario::Location where(const toml::node& node) const { return place(node.source()); }
  [[nodiscard]] scenario::Location where() const { return where(table_); }
  void wrong(const toml::node& node, std::string message) {
    mistakes_.push_back({where(node), std::move(message)});
  }
  void wrong(std::string message) { wrong(table_, std::move(message)); }

  // Nothing when absent or wrong (and then said).
  const std::string* text(std::string_view key) {
    const toml::node* node = find(key);
    if (node == nullptr) return nullptr;
    if (const auto* value = node->as_string()) return &value->get();
    wrong(*node, std::string(key) + " is a string");
    return nullptr;
  }
  void number(std::string_view key, double low, double high, double& out) {
    const toml::node* node = find(key);
    if (node == nullptr) return;
    const auto value = node->value<double>();
    if (!value || !(*value >= low && *value <= high)) {  // NaN too
      wrong(*node, std::string(key) + " is a number from " + shown(low) + " to " + shown(high));
    } else {
      out = *value;
    }
  }
  template <class Integer>
  void integer(std::string_view key, Integer low, Integer high, Integer& out) {
    const toml::node* node = find(key);
    if (node == nullptr) return;
    const auto* value = node->as_integer();
    if (value == nullptr || value->get() < 0 || static_cast<std::uint64_t>(value->get()) < low ||
        static_cast<std::uint64_t>(value->get()) > high) {
      wrong(*node, std::string(key) + " is a whole number from " + std::to_string(low) + " to " +
                       std::to_string(high));
    } else {
      out = static_cast<Integer>(value->get());
    }
  }
  // What no one asks for.
  void finish() {
    std::vector<std::string_view> names;
    for (const scenario::Key& key : keys_) names.push_back(key.name);
    for (const auto& [key, node] : table_) {
      const std::string_view name = key.str();
      if (scenario::is_key(name, keys_)) continue;
      const auto meant = scenario::nearest(name, std::span<const std::string_view>(names));
      mistakes_.push_back({place(key.source()), "there is no key '" + std::string(name) + "' here" +
                                                    scenario::did_you_mean(meant)});
    }
  }

 private:
  [[nodiscard]] scenario::Location place(const toml::source_region& region) const {
    return {file_, region.begin.line, region.begin.column};
  }
  static std::string shown(double value) {
    std::string text = std::to_string(value);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with('.')) text.pop_back();
    return text;
  }

  const toml::table& table_;
  std::span<const scenario::Key> keys_;
  const std::string& file_;
  scenario::Diagnostics& mistakes_;
};

}  // namespace mailrig::load
