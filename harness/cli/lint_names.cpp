#include "harness/cli/lint_names.hpp"

#include <map>
#include <set>

#include "harness/wire/ascii.hpp"

namespace mailrig::cli {

namespace {

using scenario::Diagnostics;
using scenario::Line;
using scenario::Location;
using scenario::Scenario;
using scenario::Verb;

bool is_name(char c) {
  return wire::is_alnum(c) || c == '_' || c == '.' || c == '#';
}

// What the lines say: names that are used, and where names are bound.
class Said {
 public:
  explicit Said(const Scenario& scenario) {
    for (const std::string& name : scenario.makes) read(name, {}, true);
    for (const Line& line : scenario.lines) {
      const bool inside = line.scope != nullptr;  // a fragment's own names are its own affair
      read(line.text, line.text_at, inside);
      if (line.verb == Verb::Deliver || line.verb == Verb::Auth) read(line.name, line.name_at, inside);
      if (line.verb == Verb::Set && !inside) bind(line.name, line.name_at);
      for (const scenario::Scope* scope = line.scope.get(); scope != nullptr; scope = scope->outer.get()) {
        for (const scenario::Argument& argument : scope->values) {
          read(argument.value, argument.at, true);
          used_.insert(argument.value);  // a name that the fragment binds
        }
      }
    }
  }

  // A name, or one of what it has: ${other.uid.1}.
  [[nodiscard]] bool says(const std::string& name) const {
    const auto found = used_.lower_bound(name);
    return found != used_.end() && (*found == name || found->starts_with(name + "."));
  }
  [[nodiscard]] const std::map<std::string, std::vector<Location>>& bound() const { return bound_; }
  [[nodiscard]] bool uses(const std::string& name) const { return used_.contains(name); }

 private:
  void bind(std::string_view name, const Location& where) { bound_[std::string(name)].push_back(where); }

  // Every ${…}: words between its operators and colons.
  void read(std::string_view text, const Location& at, bool uses_alone) {
    for (std::size_t begin = text.find("${"); begin != std::string_view::npos;
         begin = text.find("${", begin + 2)) {
      const std::string_view inside = text.substr(begin + 2, text.find('}', begin) - begin - 2);
      const std::size_t name_at = inside.find_first_not_of('=');
      if (inside.starts_with('=') && name_at != std::string_view::npos) {
        std::string_view name = inside.substr(name_at);
        if (name.ends_with("...")) name.remove_suffix(3);
        if (!uses_alone) bind(name, scenario::Text{text, at}.where(begin + 2 + name_at));
      } else {
        words(inside);
      }
    }
  }

  void words(std::string_view inside) {
    while (!inside.empty()) {
      std::size_t size = 0;
      while (size < inside.size() && is_name(inside[size])) ++size;
      if (size > 0) used_.emplace(inside.substr(0, size));
      inside.remove_prefix(std::min(size + 1, inside.size()));
    }
  }

  std::set<std::string> used_;
  std::map<std::string, std::vector<Location>> bound_;
};

}  // namespace

Diagnostics unused_variables(const Scenario& scenario) {
  const Said said(scenario);
  Diagnostics warnings;
  for (const auto& [name, places] : said.bound()) {
    if (places.size() == 1 && !said.uses(name))
      warnings.push_back({places.front(), "'" + name + "' is bound and never used; ${_} is any one value"});
  }
  return warnings;
}

std::vector<std::string> unsaid_names(const Scenario& scenario) {
  const Said said(scenario);
  std::vector<std::string> names;
  for (const auto& [name, value] : scenario.constants) {
    if (!said.says(name)) names.push_back(name);
  }
  for (const scenario::Mailbox& mailbox : scenario.mailboxes) {
    if (!said.says(mailbox.name)) names.push_back(mailbox.name);
  }
  return names;
}

}  // namespace mailrig::cli
