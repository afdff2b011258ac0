#include "harness/cli/explain.hpp"

#include <algorithm>
#include <cstdio>
#include <filesystem>

#include <fmt/core.h>
#include <re2/re2.h>
#include <toml++/toml.h>

#include "harness/cli/exit_code.hpp"
#include "harness/cli/explanation.hpp"
#include "harness/cli/refusal.hpp"
#include "harness/cli/scenarios_folder.hpp"
#include "harness/cli/target_options.hpp"
#include "harness/scenario/load_folder.hpp"

namespace mailrig::cli {

namespace {

namespace fs = std::filesystem;

struct ExplainOptions {
  std::vector<std::string> ids, rfcs;
  std::string folder;
};

// A suite of one's own may have none.
scenario::Requirements read_requirements(const fs::path& folder, scenario::Diagnostics& mistakes) {
  scenario::Requirements all;
  std::error_code error;
  for (auto it = fs::directory_iterator(folder, error); !error && it != fs::directory_iterator();
       it.increment(error)) {
    const std::uint16_t rfc = scenario::rfc_of(it->path());
    std::string content;
    if (rfc == 0) continue;
    if (read_whole(it->path().string(), content)) {
      all[rfc] = scenario::read_requirements(it->path().string(), content, mistakes);
    } else {
      mistakes.push_back({{it->path().string(), 1, 1}, "can't be read"});
    }
  }
  return all;
}

// The lines between ''' and ''' of a file that its reader took.
std::string dialogue_of(const std::string& file) {
  std::string content;
  if (!read_whole(file, content)) throw Refusal{kWrongUse, file + ": can't be read\n"};
  return toml::parse(content, file)["dialogue"].value_or(std::string());
}

// Names of the fragments that a dialogue includes, each once: "[client] include NAME …".
std::vector<std::string> fragments_of(std::string_view dialogue) {
  static const re2::RE2 kInclude("(?m)^[ ]*(?:[A-Za-z0-9_]+ +)?include +([^ \r\n]+)");
  re2::StringPiece rest(dialogue.data(), dialogue.size());
  std::vector<std::string> names;
  std::string name;
  while (re2::RE2::FindAndConsume(&rest, kInclude, &name)) {
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }
  return names;
}

std::string explain_one(const scenario::Scenario& scenario, const fs::path& folder,
                        const scenario::Requirements& requirements) {
  const std::string dialogue = dialogue_of(scenario.file);
  std::string text = render_explanation(scenario, requirements, dialogue);
  for (const std::string& name : fragments_of(dialogue)) {
    text += "\n" + render_dialogue("fragment " + name,
                                   dialogue_of((folder / "fragments" / (name + ".toml")).string()));
  }
  return text;
}

std::string explain_ids(const ExplainOptions& options, const std::vector<conformance::ScenarioPtr>& all,
                        const fs::path& folder, const scenario::Requirements& requirements) {
  conformance::Selection selection;
  selection.patterns = options.ids;
  const std::string complaints = conformance::unmatched(selection, all);
  if (!complaints.empty()) throw Refusal{kWrongUse, complaints};
  std::string text;
  for (const conformance::ScenarioPtr& scenario : all) {
    if (!conformance::selected(selection, *scenario)) continue;
    if (!text.empty()) text += "\n";
    text += explain_one(*scenario, folder, requirements);
  }
  return text;
}

std::string explain_rfcs(const ExplainOptions& options, const std::vector<conformance::ScenarioPtr>& all,
                         const scenario::Requirements& requirements) {
  std::string text;
  for (const std::string& rfc : options.rfcs) {
    const std::string one = render_section(rfc, all, requirements);
    if (one.empty()) {
      throw Refusal{kWrongUse,
                    "nothing stands on '" + rfc + "'; meant is an RFC or a section of it: 9051#6.3\n"};
    }
    text += one;
  }
  return text;
}

int explain(const ExplainOptions& options) {
  if (options.ids.empty() && options.rfcs.empty()) {
    throw Refusal{kWrongUse, "what is to be explained? An id (see mailrig list --all), or --rfc 9051#6.3\n"};
  }
  const fs::path folder = find_scenarios(options.folder);
  if (folder.empty()) throw Refusal{kWrongUse, "the scenarios folder is not found: name it by --scenarios\n"};
  scenario::Loaded loaded = scenario::load_folder(folder);
  const scenario::Requirements requirements = read_requirements(folder / "requirements", loaded.mistakes);
  if (!loaded.mistakes.empty()) throw Refusal{kWrongUse, scenario::render(loaded.mistakes)};
  std::string text;
  if (!options.ids.empty()) text = explain_ids(options, loaded.scenarios, folder, requirements);
  if (!text.empty() && !options.rfcs.empty()) text += "\n";
  fmt::print("{}", text + explain_rfcs(options, loaded.scenarios, requirements));
  return kAllWell;
}

}  // namespace

void add_explain(Command app, Run& run) {
  Command sub = app.add_subcommand("explain", "Say what a scenario claims, why it matters, and what it does");
  auto options = std::make_shared<ExplainOptions>();
  sub.add_option("ids", options->ids, "Ids, folders or globs: imap/move/copyuid-first, 'imap/move'");
  sub.add_option("--rfc", options->rfcs, "What stands on a section and what is below it: 9051#6.3");
  sub.add_option("--scenarios", options->folder, "Folder to read them from (also MAILRIG_SCENARIOS)");
  sub.callback([options, &run] { run = [options] { return explain(*options); }; });
}

}  // namespace mailrig::cli
