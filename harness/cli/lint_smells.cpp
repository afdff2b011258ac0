#include "harness/cli/lint_smells.hpp"

#include <algorithm>
#include <map>

#include <toml++/toml.h>

#include "harness/cli/lint_names.hpp"
#include "harness/scenario/annotation.hpp"
#include "reference-server/deviation/deviation.hpp"

namespace mailrig::cli {

namespace {

using scenario::Diagnostics;
using scenario::Location;
using scenario::Scenario;

class Smells {
 public:
  Smells(const std::string& file, const Suite& suite, Diagnostics& warnings)
      : file_(file), requirements_(suite.requirements), own_(suite.own), warnings_(warnings) {}

  void facts(const toml::table& table) {
    each_string(table.get("catches"),
                [&](const std::string& word, const Location& where) { deviation(word, where); });
    if (const toml::array* cases = table.get_as<toml::array>("cases")) {
      for (const toml::node& item : *cases) {
        if (const toml::table* one = item.as_table())
          each_string(one->get("catches"),
                      [&](const std::string& word, const Location& where) { deviation(word, where); });
      }
    }
    each_string(table.get("clause"), [&](const std::string& word, const Location& where) {
      std::uint16_t rfc = 0;
      std::string section;
      if (scenario::parse_clause(word, rfc, section)) clause(rfc, section, where);
    });
  }

  // A suite that keeps account of what the RFCs ask proves its scenarios; anybody else's need no proof.
  void proved(const std::vector<Scenario>& scenarios) {
    if (!own_ || requirements_.empty()) return;
    for (const Scenario& scenario : scenarios) {
      if (!scenario.catches.empty()) continue;
      return warn({file_, 1, 1}, "'catches' names no deviation that turns this scenario red");
    }
  }

  void lines(const Scenario& scenario) {
    for (const scenario::Line& line : scenario.lines) {
      if (line.notes.rfc != 0) clause(line.notes.rfc, line.notes.section, line.where);
    }
    for (const scenario::Diagnostic& unused : unused_variables(scenario)) warn(unused.where, unused.message);
  }

  // Values of cases, and mailboxes, that no case's dialogue says.
  void unsaid(const toml::table& table, const std::vector<Scenario>& scenarios) {
    std::map<std::string, std::size_t> count;
    for (const Scenario& scenario : scenarios) {
      for (const std::string& name : unsaid_names(scenario)) ++count[name];
    }
    const toml::table* mailboxes = table.get_as<toml::table>("mailboxes");
    const toml::array* cases = table.get_as<toml::array>("cases");
    for (const auto& [name, times] : count) {
      const toml::node* node = mailboxes == nullptr ? nullptr : mailboxes->get(name);
      for (std::size_t i = 0; node == nullptr && cases != nullptr && i < cases->size(); ++i) {
        if (const toml::table* one = cases->get(i)->as_table()) node = one->get(name);
      }
      if (times == scenarios.size() && node != nullptr) warn(place(*node), "no line says ${" + name + "}");
    }
  }

 private:
  [[nodiscard]] Location place(const toml::node& node) const {
    return {file_, node.source().begin.line, node.source().begin.column};
  }

  template <typename Take>
  void each_string(const toml::node* node, Take take) {
    if (node == nullptr) return;
    const auto one = [&](const toml::node& item) {
      const toml::source_position begin = item.source().begin;
      if (const auto word = item.value_exact<std::string>())
        take(*word, Location{file_, begin.line, begin.column});
    };
    one(*node);
    if (const toml::array* list = node->as_array()) {
      for (const toml::node& item : *list) one(item);
    }
  }

  void deviation(const std::string& word, const Location& where) {
    std::vector<std::string_view> names;
    for (const server::Deviation* known : server::all_deviations()) names.push_back(known->name);
    if (std::find(names.begin(), names.end(), word) != names.end()) return;
    warn(where,
         "the reference server has no deviation '" + word + "'" +
             scenario::did_you_mean(scenario::nearest(word, std::span<const std::string_view>(names))));
  }

  // An RFC without a file of requirements says nothing about its sections.
  void clause(std::uint16_t rfc, const std::string& section, const Location& where) {
    const auto found = requirements_.find(rfc);
    if (found == requirements_.end() || section.empty()) return;
    const auto& rows = found->second;
    if (std::any_of(rows.begin(), rows.end(), [&](const auto& row) { return row.section == section; }))
      return;
    warn(where, "no row of requirements/rfc" + std::to_string(rfc) + ".toml is about section " + section);
  }

  // The same line may come several times: repetitions and cases.
  void warn(const Location& where, std::string message) {
    const bool known =
        std::any_of(warnings_.begin(), warnings_.end(), [&](const scenario::Diagnostic& other) {
          return other.where.line == where.line && other.where.column == where.column &&
                 other.where.file == where.file && other.message == message;
        });
    if (!known) warnings_.push_back({where, std::move(message)});
  }

  const std::string& file_;
  const scenario::Requirements& requirements_;
  bool own_;
  Diagnostics& warnings_;
};

}  // namespace

void find_smells(const std::string& file, std::string_view content, const std::vector<Scenario>& scenarios,
                 const Suite& suite, Diagnostics& warnings) {
  Smells smells(file, suite, warnings);
  toml::table table;
  try {
    table = toml::parse(content, file);
  } catch (const toml::parse_error&) {
    return;  // its reader has said so
  }
  smells.facts(table);
  smells.proved(scenarios);
  for (const Scenario& scenario : scenarios) smells.lines(scenario);
  smells.unsaid(table, scenarios);
}

}  // namespace mailrig::cli
