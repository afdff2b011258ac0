#include "harness/cli/list.hpp"

#include <algorithm>
#include <cstdio>

#include "harness/cli/exit_code.hpp"
#include "harness/cli/scenario_options.hpp"
#include "harness/cli/target_options.hpp"
#include "harness/conformance/probe.hpp"

namespace mailrig::cli {

namespace {

constexpr std::chrono::milliseconds kProbeTime{5'000};

struct ListOptions {
  ScenarioOptions scenarios;
  TargetOptions target;
  bool all = false, quiet = false, has_target = false;
};

std::string clauses(const scenario::Scenario& scenario) {
  std::string text;
  for (const scenario::ClauseText& clause : scenario.clauses) {
    text += (text.empty() ? "RFC " : ", RFC ") + std::to_string(clause.rfc);
    if (!clause.section.empty()) text += " " + clause.section;
  }
  return text;
}

void print(const scenario::Scenario& scenario, const std::string& reason, bool quiet) {
  if (quiet) {
    if (reason.empty()) std::printf("%s\n", scenario.id.c_str());
    return;
  }
  std::printf("%-45s %s (%s)\n", scenario.id.c_str(), scenario.title.c_str(), clauses(scenario).c_str());
  if (!reason.empty()) std::printf("%-45s skipped: %s\n", "", reason.c_str());
}

int list(const ListOptions& options) {
  std::vector<conformance::ScenarioPtr> all, wanted;
  std::string complaints = options.scenarios.load(all, wanted);
  conformance::TargetSpec spec;
  if (options.has_target) complaints += options.target.resolve(spec);
  if (!complaints.empty()) {
    std::fputs(complaints.c_str(), stderr);
    return kWrongUse;
  }
  std::optional<conformance::Target> target;
  if (options.has_target) {
    net::Loop loop;
    conformance::ProbeResult probed = conformance::probe(loop, spec, kProbeTime);
    if (probed.what != conformance::ProbeResult::What::Found) {
      std::fputs(probed.message.c_str(), stderr);
      return probed.what == conformance::ProbeResult::What::Unreachable ? kUnreachable : kWrongUse;
    }
    target = std::move(probed.target);
  }
  std::size_t skipped = 0;
  for (const conformance::ScenarioPtr& scenario : wanted) {
    std::string reason;
    if (target) reason = conformance::why_skipped(*scenario, *target).value_or("");
    if (target && reason.empty())
      reason = conformance::why_not(
          scenario::compile(*scenario, target->facts, conformance::TargetOffer(*scenario, *target)), *target);
    if (!reason.empty()) ++skipped;
    print(*scenario, reason, options.quiet);
  }
  if (!options.quiet) std::printf("%zu scenarios, %zu of them would be skipped\n", wanted.size(), skipped);
  return kAllWell;
}

}  // namespace

void add_list(Command app, Run& run) {
  Command sub =
      app.add_subcommand("list", "Show which scenarios would run on a target, and why others would not");
  auto options = std::make_shared<ListOptions>();
  options->scenarios.add(sub);
  options->target.add(sub);
  sub.add_flag("--all", options->all, "All that there are, without asking a target");
  sub.add_flag("-q,--quiet", options->quiet, "Ids only, of those that would run");
  sub.callback([options, sub, &run] {
    options->has_target = sub.count("--host") + sub.count("--target") > 0;
    for (const conformance::Service service : conformance::kServices) {
      for (const std::string_view name : {scenario::name(service), conformance::implicit_name(service)})
        options->has_target = options->has_target || sub.count("--" + std::string(name)) > 0;
    }
    options->has_target = options->has_target && !options->all;
    run = [options] { return list(*options); };
  });
}

}  // namespace mailrig::cli
