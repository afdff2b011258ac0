#include "harness/cli/load_plan.hpp"

#include <set>

#include <fmt/format.h>

#include "harness/cli/lint_kinds.hpp"
#include "harness/cli/target_options.hpp"
#include "harness/conformance/selection.hpp"
#include "harness/mail/message.hpp"
#include "harness/scenario/load_folder.hpp"

namespace mailrig::cli {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kGenerated = "generated";  // ${corpus.generated}
constexpr std::size_t kIdsLookedAt = 20'000;

bool is_scenario(const fs::path& file) {
  std::string content;
  return read_whole(file.string(), content) && kind_of(file, {}, content) == FileKind::Scenario;
}

// A case of a scenario has its file's id and one word more.
fs::path file_of(const std::string& id, const fs::path& folder) {
  std::error_code error;
  if (fs::path file = folder / (id + ".toml"); fs::is_regular_file(file, error)) return file;
  const std::size_t slash = id.rfind('/');
  if (slash == std::string::npos) return {};
  fs::path file = folder / (id.substr(0, slash) + ".toml");
  return fs::is_regular_file(file, error) && is_scenario(file) ? file : fs::path();
}

// "; did you mean …?" of the ids in both folders.
std::string meant(const std::string& id, std::initializer_list<fs::path> folders) {
  std::vector<std::string> ids;
  for (const fs::path& folder : folders) {
    std::error_code error;
    for (auto it = fs::recursive_directory_iterator(folder, error);
         !error && it != fs::recursive_directory_iterator(); it.increment(error)) {
      if (it->path().extension() == ".toml" && ids.size() < kIdsLookedAt)
        ids.push_back(it->path().lexically_relative(folder).replace_extension().generic_string());
    }
  }
  return scenario::did_you_mean(scenario::nearest(id, ids));
}

ScenarioPtr read_one(const load::ScenarioShare& share, const fs::path& file,
                     const scenario::LibraryPtr& library, scenario::Diagnostics& mistakes) {
  std::string content;
  if (!read_whole(file.string(), content)) {
    mistakes.push_back({share.where, file.string() + " can't be read"});
    return nullptr;
  }
  const std::size_t before = mistakes.size();
  const bool is_case = file.stem() != fs::path(share.id).filename();
  const std::string id = is_case ? fs::path(share.id).parent_path().string() : share.id;
  for (scenario::Scenario& one : scenario::load_text(id, file.string(), content, library, mistakes)) {
    if (one.id == share.id) return std::make_shared<const scenario::Scenario>(std::move(one));
  }
  if (mistakes.size() == before) {
    mistakes.push_back({share.where, fmt::format("'{}' has several cases: name one", share.id)});
  }
  return nullptr;
}

// A fixture that makes nothing needs no helper on another service: only the dialogue's own are shown
// to the compiler.
scenario::FixtureFacts facts_for(const scenario::Scenario& scenario, const conformance::Target& target) {
  scenario::FixtureFacts facts = target.facts;
  if (!scenario.messages.empty() || !scenario.mailboxes.empty()) return facts;
  for (const conformance::Service service : conformance::kServices) {
    bool own = false;
    for (const scenario::ClientFacts& client : scenario.clients) own = own || client.service == service;
    if (!own) facts.of(service).there = false;
  }
  return facts;
}

// A maildrop is open once at a time (RFC 1939 8): sessions that share an account get in each other's way.
std::string crowded(const std::vector<ScenarioPtr>& scenarios, std::size_t accounts, std::uint32_t sessions) {
  for (const ScenarioPtr& scenario : scenarios) {
    if (!scenario->has(scenario::Protocol::Pop3) || accounts >= sessions) continue;
    return fmt::format("{} sessions share {} accounts: POP3 refuses a maildrop that is open (RFC 1939 8)",
                       sessions, accounts);
  }
  return {};
}

load::Script make_script(const load::ScenarioShare& share, const ScenarioPtr& scenario,
                         const std::shared_ptr<const conformance::Target>& target, std::size_t accounts,
                         std::string token) {
  load::Script script;
  script.id = share.id;
  script.share = share.share;
  script.repeat = share.repeat;
  script.think = share.think;
  script.program = std::make_shared<const scenario::Program>(scenario::compile(
      *scenario, facts_for(*scenario, *target), conformance::TargetOffer(*scenario, *target)));
  script.message = script.program->find_slot("corpus.generated");
  script.given = [scenario, target, accounts, token = std::move(token),
                  program = script.program](const load::Who& who) {
    scenario::Given given;
    for (std::uint32_t i = 0; i < scenario->accounts && !target->accounts.empty(); ++i) {
      given.accounts.push_back(target->accounts[(who.seat * scenario->accounts + i) % accounts]);
    }
    given.domain = target->domain;
    given.host = target->host;
    given.sender = target->sender;
    given.mailbox_prefix = target->mailbox_prefix;
    given.token = fmt::format("{}-{}", token, who.session);
    return scenario::given_values(*scenario, *program, given);
  };
  return script;
}

}  // namespace

std::vector<std::string> make_messages(const load::Profile& profile) {
  std::vector<std::string> messages;
  for (const load::SizeShare& size : profile.sizes) {
    mail::MessageSpec spec;
    spec.seed = profile.seed + messages.size();
    spec.size = size.octets;
    messages.push_back(mail::generate(spec));
  }
  return messages;
}

scenario::Library library_for_load(const fs::path& root, std::string generated,
                                   scenario::Diagnostics& mistakes) {
  scenario::Library library = scenario::load_library(root, mistakes);
  library.corpus.insert_or_assign(std::string(kGenerated), std::move(generated));
  return library;
}

std::vector<ScenarioPtr> find_profile_scenarios(const load::Profile& profile, const fs::path& root,
                                                scenario::Diagnostics& mistakes) {
  const auto library = std::make_shared<const scenario::Library>(
      library_for_load(root, std::move(make_messages(profile).at(0)), mistakes));
  std::vector<ScenarioPtr> found;
  for (const load::ScenarioShare& share : profile.scenarios) {
    fs::path file = file_of(share.id, fs::path(profile.file).parent_path());
    if (file.empty()) file = file_of(share.id, root);
    if (file.empty()) {
      mistakes.push_back(
          {share.where, fmt::format("there is no scenario '{}'{}", share.id,
                                    meant(share.id, {fs::path(profile.file).parent_path(), root}))});
    } else {
      found.push_back(read_one(share, file, library, mistakes));
    }
  }
  return found;
}

std::string make_plan(const load::Profile& profile, const std::vector<ScenarioPtr>& scenarios,
                      const std::shared_ptr<const conformance::Target>& target, load::Plan& plan,
                      std::vector<std::string>& remarks) {
  std::string complaints;
  for (const ScenarioPtr& scenario : scenarios) {
    if (const auto why = conformance::why_skipped(*scenario, *target)) {
      complaints += fmt::format("{}: {}\n", scenario->id, *why);
    }
  }
  if (!complaints.empty()) return complaints;
  plan.title = profile.title.empty() ? fs::path(profile.file).stem().string() : profile.title;
  plan.arrivals = profile.arrivals;
  plan.phases = profile.phases;
  plan.objectives = profile.objectives;
  plan.seed = profile.seed;
  plan.target = target->drive;
  std::set<std::string> secrets;
  for (const conformance::Account& account : target->accounts) {
    secrets.insert(account.password);
    secrets.insert(account.bearer);
  }
  plan.secrets.assign(secrets.begin(), secrets.end());
  plan.messages = make_messages(profile);
  for (const load::SizeShare& size : profile.sizes) plan.message_shares.push_back(size.share);
  std::size_t accounts = target->accounts.size();
  if (profile.accounts != 0) accounts = std::min<std::size_t>(accounts, profile.accounts);
  for (std::size_t i = 0; i < scenarios.size(); ++i) {
    plan.scripts.push_back(make_script(profile.scenarios[i], scenarios[i], target,
                                       std::max<std::size_t>(accounts, scenarios[i]->accounts),
                                       fmt::format("l{}", i + 1)));
    if (target->accounts.empty() && conformance::needs_account(*plan.scripts.back().program)) {
      complaints += fmt::format("{}: needs an account (--user and --password)\n", scenarios[i]->id);
    }
    if (scenarios[i]->has(scenario::Protocol::Smtp) && plan.scripts.back().program->find_slot("sender"))
      plan.left.push_back(
          fmt::format("the mail of {}: a load leaves it where it was sent to", scenarios[i]->id));
    if (const std::string why = conformance::why_not(*plan.scripts.back().program, *target); !why.empty())
      complaints += fmt::format("{}: {}\n", scenarios[i]->id, why);
  }
  if (std::string remark = crowded(scenarios, accounts, plan.arrivals.sessions); !remark.empty()) {
    remarks.push_back(std::move(remark));
  }
  return complaints;
}

}  // namespace mailrig::cli
