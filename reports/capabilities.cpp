#include "reports/capabilities.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <utility>

#include "harness/record/capability.hpp"
#include "harness/wire/ascii.hpp"

namespace mailrig::reports {

namespace {

// A revision of the protocol is no extension that a scenario would name as its need: what stands on its RFC
// tests it.
struct Revision {
  std::string_view service, name;
  std::uint16_t rfc;
};
constexpr std::array<Revision, 2> kRevisions{{{"imap", "IMAP4rev1", 3501}, {"imap", "IMAP4rev2", 9051}}};

bool judged(Verdict verdict) {
  return verdict == Verdict::Pass || verdict == Verdict::Fail || verdict == Verdict::Weak ||
         verdict == Verdict::Note || verdict == Verdict::Flaky;
}

// "imap:MOVE" as its service and what is needed there; an empty name if it is no capability that must be
// there.
std::pair<std::string_view, std::string_view> capability_in(std::string_view need) {
  const std::size_t colon = need.find(':');
  if (need.starts_with('!') || need.starts_with("accounts:") || colon == std::string_view::npos) return {};
  return {need.substr(0, colon), need.substr(colon + 1)};
}

bool tests(const CapabilityUse& use, std::string_view need) {
  const auto [service, asked] = capability_in(need);
  if (asked.empty() || service != use.service) return false;
  if (asked == "tls") return wire::iequals(use.name, "STARTTLS") || wire::iequals(use.name, "STLS");
  const std::string_view mechanism = record::mechanism_of(use.name);
  if (!mechanism.empty()) return wire::iequals(mechanism, record::mechanism_of(asked));
  return record::says(use.name, asked);
}

bool tests(const CapabilityUse& use, const ScenarioResult& result) {
  if (std::any_of(result.needs.begin(), result.needs.end(),
                  [&](const std::string& need) { return tests(use, need); })) {
    return true;
  }
  return std::any_of(kRevisions.begin(), kRevisions.end(), [&](const Revision& revision) {
    return revision.service == use.service && wire::iequals(revision.name, use.name) &&
           std::any_of(result.clauses.begin(), result.clauses.end(),
                       [&](const record::Reference& clause) { return clause.rfc == revision.rfc; });
  });
}

void add_trials(std::vector<CapabilityUse>& uses, const std::vector<record::TrialEnded>& trials) {
  for (const record::TrialEnded& trial : trials) {
    for (const std::string& unmet : trial.unmet) {
      const auto [service, name] = capability_in(unmet);
      auto found =
          std::find_if(uses.begin(), uses.end(), [&, service = service, name = name](const auto& use) {
            return !use.advertised && use.service == service && wire::iequals(use.name, name);
          });
      if (found == uses.end()) continue;
      ++found->trials;
      if (trial.verdict != Verdict::Pass) continue;
      ++found->passed;
      found->positive = found->positive || trial.positive;
    }
  }
}

bool is_advertised(const Run& run, std::string_view service, std::string_view name) {
  return std::any_of(run.started.capabilities.begin(), run.started.capabilities.end(), [&](const auto& one) {
    return one.first == service && record::offers(one.second, name);
  });
}

// What scenarios need and the target does not say, of the services that it has.
std::vector<CapabilityUse> not_advertised(const Run& run) {
  std::map<std::pair<std::string, std::string>, CapabilityUse>
      uses;  // in capitals: one entry however written
  for (const ScenarioResult& result : run.scenarios) {
    for (const std::string& need : result.needs) {
      const auto [service, name] = capability_in(need);
      if (name.empty() || name == "tls" || is_advertised(run, service, name)) continue;
      CapabilityUse& use = uses[{std::string(service), wire::upper(name)}];
      use.service = service;
      use.name = name;
      use.advertised = false;
    }
  }
  std::vector<CapabilityUse> all;
  for (auto& [key, use] : uses) all.push_back(std::move(use));
  return all;
}

}  // namespace

std::vector<CapabilityUse> use_of_capabilities(const Run& run) {
  std::vector<CapabilityUse> uses;
  for (const auto& [service, capabilities] : run.started.capabilities) {
    for (std::string& name : record::one_by_one(capabilities)) {
      uses.emplace_back().service = service;
      uses.back().name = std::move(name);
    }
  }
  std::vector<CapabilityUse> rest = not_advertised(run);
  std::move(rest.begin(), rest.end(), std::back_inserter(uses));
  for (CapabilityUse& use : uses) {
    for (const ScenarioResult& result : run.scenarios) {
      if (!tests(use, result)) continue;
      ++use.scenarios;
      if (judged(result.verdict)) ++use.run;
    }
  }
  add_trials(uses, run.trials);
  return uses;
}

}  // namespace mailrig::reports
