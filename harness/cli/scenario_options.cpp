#include "harness/cli/scenario_options.hpp"

#include "harness/cli/scenarios_folder.hpp"
#include "harness/scenario/load_folder.hpp"

namespace mailrig::cli {

void ScenarioOptions::add(Command app) {
  const std::string group = "Which scenarios";
  app.add_option("scenarios", selection_.patterns,
                 "Ids, folders or globs: imap/move/copyuid-first, smtp, 'imap/**'");
  app.add_option("--scenarios", folder_, "Folder to read them from (also MAILRIG_SCENARIOS)").group(group);
  app.add_option("--exclude", selection_.excluded, "Leave these out: ids or globs").group(group);
  app.add_option("--protocol", selection_.protocols, "Scenarios with a client of it; smtp: submission, too")
      .is_member({"smtp", "submission", "lmtp", "imap", "pop3"})
      .group(group);
  app.add_option("--rfc", selection_.rfcs, "An RFC, or a section and what is below it: 9051#6.3")
      .group(group);
  app.add_option("--tag", selection_.tags, "Scenarios with this tag").group(group);
}

std::string ScenarioOptions::load(std::vector<conformance::ScenarioPtr>& all,
                                  std::vector<conformance::ScenarioPtr>& wanted) const {
  const std::filesystem::path folder = find_scenarios(folder_);
  if (folder.empty()) return "the scenarios folder is not found: name it by --scenarios\n";
  scenario::Loaded loaded = scenario::load_folder(folder);
  if (!loaded.mistakes.empty()) return scenario::render(loaded.mistakes);
  all = std::move(loaded.scenarios);
  if (all.empty()) return "no scenarios in " + folder.string() + "\n";
  std::string complaints = conformance::unmatched(selection_, all);
  for (const conformance::ScenarioPtr& scenario : all) {
    if (conformance::selected(selection_, *scenario)) wanted.push_back(scenario);
  }
  if (complaints.empty() && wanted.empty()) complaints = "nothing is selected\n";
  return complaints;
}

}  // namespace mailrig::cli
