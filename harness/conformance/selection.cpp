#include "harness/conformance/selection.hpp"

#include <algorithm>

#include "harness/sasl/sasl.hpp"
#include "harness/scenario/diagnostic.hpp"
#include "harness/wire/ascii.hpp"

namespace mailrig::conformance {

namespace {

using scenario::Need;
using scenario::Scenario;

// Backtracks to the last star only: linear in pattern times id.
bool glob(std::string_view pattern, std::string_view id) {
  std::size_t p = 0, i = 0;
  std::size_t star = std::string_view::npos, star_at = 0;  // after "*" or "**"
  std::size_t deep_star = std::string_view::npos, deep_at = 0;
  while (i < id.size()) {
    if (pattern.substr(p, 2) == "**") {
      p += 2;
      if (pattern.substr(p, 1) == "/") ++p;
      deep_star = p;
      deep_at = i;
      star = std::string_view::npos;
    } else if (p < pattern.size() && pattern[p] == '*') {
      star = ++p;
      star_at = i;
    } else if (p < pattern.size() && (pattern[p] == id[i] || (pattern[p] == '?' && id[i] != '/'))) {
      ++p;
      ++i;
    } else if (star != std::string_view::npos && id[star_at] != '/') {
      p = star;
      i = ++star_at;
    } else if (deep_star != std::string_view::npos) {
      p = deep_star;
      i = ++deep_at;
      star = std::string_view::npos;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

template <typename Holds>
bool any_or_none(const std::vector<std::string>& list, Holds holds) {
  return list.empty() || std::any_of(list.begin(), list.end(), holds);
}

bool of_rfc(const Scenario& scenario, std::string_view wanted) {
  for (const scenario::ClauseText& clause : scenario.clauses) {
    if (matches_rfc(wanted, clause.rfc, clause.section)) return true;
  }
  return std::any_of(scenario.lines.begin(), scenario.lines.end(), [&](const scenario::Line& line) {
    return line.notes.rfc != 0 && matches_rfc(wanted, line.notes.rfc, line.notes.section);
  });
}

bool of_protocol(const Scenario& scenario, std::string_view wanted) {
  return std::any_of(scenario.clients.begin(), scenario.clients.end(),
                     [&](const scenario::ClientFacts& client) {
                       return scenario::name(client.service) == wanted ||
                              (wanted == "smtp" && client.service == Service::Submission);
                     });
}

std::string word(Service service) {
  return std::string(scenario::name(service));
}

// How TLS begins for one client. A dialogue that upgrades sees what is offered before and after.
scenario::TlsStart tls_start(const Scenario& scenario, const scenario::ClientFacts& client) {
  const bool upgrades =
      std::any_of(scenario.lines.begin(), scenario.lines.end(), [&](const scenario::Line& line) {
        return line.verb == scenario::Verb::StartTls &&
               (line.client == client.name || scenario.clients.size() == 1);
      });
  return upgrades ? scenario::TlsStart::StartTls : client.tls;
}

// To any of the clients of that service, or, where it has none, to one as the run has it.
bool offers(const Need& need, const Scenario& scenario, const Target& target) {
  const Probed& probed = target.at(need.service);
  const net::TlsMode mode = target.drive.at(need.service).tls;
  bool asked = false;
  for (const scenario::ClientFacts& client : scenario.clients) {
    if (client.service != need.service) continue;
    if (probed.offers(need.capability, tls_start(scenario, client), mode)) return true;
    asked = true;
  }
  return !asked && probed.offers(need.capability);
}

// Why there is no way in for a client that wants TLS to begin so.
std::optional<std::string> no_door(const scenario::ClientFacts& client, const Target& target) {
  const drive::Address& address = target.drive.at(client.service);
  const std::string& left_out = target.left_out[static_cast<std::size_t>(client.service)];
  if (!left_out.empty()) return word(client.service) + " is left out: " + left_out;
  if (!address.offered) return "the target has no " + word(client.service);
  if (address.door(client.tls)) {
    if (client.tls != scenario::TlsStart::StartTls || target.at(client.service).starttls) return std::nullopt;
    return "not offered: STARTTLS (" + word(client.service) + ")";
  }
  if (client.tls == scenario::TlsStart::Implicit) {
    return "begins under TLS, and no such address of " + word(client.service) + " is known (--" +
           std::string(implicit_name(client.service)) + ")";
  }
  return "begins in the clear, and " + word(client.service) + " is known by implicit TLS alone (--" +
         word(client.service) + ")";
}

// Why it does not hold that the target has this, or has it not.
std::optional<std::string> unmet(const Need& need, const Scenario& scenario, const Target& target) {
  const bool there = TargetOffer(scenario, target).has(need);
  if (there != need.absent) return std::nullopt;
  std::string what = word(need.service);
  if (need.kind == Need::Kind::Accounts) {
    return "needs " + std::to_string(need.accounts) + " accounts, has " +
           std::to_string(target.accounts.size());
  }
  if (need.kind == Need::Kind::Tls) what = "TLS (" + what + ")";
  if (need.kind == Need::Kind::Capability) what = need.capability + " (" + what + ")";
  return (there ? "only where not offered: " : "not offered: ") + what;
}

bool checks_certificate(const Scenario& scenario) {
  return std::any_of(scenario.clients.begin(), scenario.clients.end(),
                     [](const scenario::ClientFacts& client) { return client.choice.verified; }) ||
         std::any_of(scenario.lines.begin(), scenario.lines.end(),
                     [](const scenario::Line& line) { return line.tls.verified; });
}

// What the user would have to give us.
std::optional<std::string> without_means(const Scenario& scenario, const Target& target) {
  if (target.verifies || !checks_certificate(scenario)) return std::nullopt;
  return "checks the certificate: --ca-file or --verify-certificate says against what";
}

// A scenario that wants no TLS is no leave to show a password to who listens.
bool bares_password(const scenario::Program& program, const Target& target) {
  if (!program.bares_secret || target.passwords_in_the_clear) return false;
  return std::any_of(program.clients.begin(), program.clients.end(), [&](const scenario::Client& client) {
    const drive::Address& address = target.drive.at(client.service);
    return !net::is_loopback(address.door(client.tls).value_or(address.endpoint).host);
  });
}

// Delivery by SMTP adds trace fields (RFC 5321 4.4), so what is found differs from what was sent.
bool compares_octets(const Scenario& scenario) {
  if (scenario.messages.empty()) return false;
  return std::any_of(scenario.lines.begin(), scenario.lines.end(), [](const scenario::Line& line) {
    if (line.verb != scenario::Verb::Expect) return false;
    for (const std::string_view name : {"message.", "header.", "top."}) {
      for (const char before : {'{', ':'}) {
        if (line.text.find(before + std::string(name)) != std::string::npos) return true;
      }
    }
    return false;
  });
}

}  // namespace

bool TargetOffer::has(const Need& need) const {
  const drive::Address& address = target_.drive.at(need.service);
  const Probed& probed = target_.at(need.service);
  switch (need.kind) {
    case Need::Kind::Service:
      return address.offered;
    case Need::Kind::Tls:
      return address.tls == net::TlsMode::Implicit || address.implicit || probed.starttls;
    case Need::Kind::Accounts:
      return target_.accounts.size() >= need.accounts;
    case Need::Kind::Capability:
      return offers(need, scenario_, target_);
  }
  return false;
}

bool matches_glob(std::string_view pattern, std::string_view id) {
  while (pattern.ends_with('/')) pattern.remove_suffix(1);
  return glob(pattern, id) || glob(std::string(pattern) + "/**", id);
}

bool matches_rfc(std::string_view wanted, std::uint16_t rfc, std::string_view section) {
  if (wire::istarts_with(wanted, "rfc")) wanted.remove_prefix(3);
  const std::size_t hash = wanted.find_first_of("# ");
  if (wire::to_number(wanted.substr(0, hash)) != std::optional<std::uint64_t>(rfc)) return false;
  if (hash == std::string_view::npos) return true;
  const std::string_view prefix = wanted.substr(hash + 1);
  return section == prefix || (section.starts_with(prefix) && section[prefix.size()] == '.');
}

bool selected(const Selection& selection, const Scenario& scenario) {
  const auto matches = [&](const std::string& pattern) { return matches_glob(pattern, scenario.id); };
  if (std::any_of(selection.excluded.begin(), selection.excluded.end(), matches)) return false;
  return any_or_none(selection.patterns, matches) &&
         any_or_none(selection.protocols,
                     [&](const std::string& one) { return of_protocol(scenario, one); }) &&
         any_or_none(selection.rfcs, [&](const std::string& one) { return of_rfc(scenario, one); }) &&
         any_or_none(selection.tags, [&](const std::string& one) {
           return std::find(scenario.tags.begin(), scenario.tags.end(), one) != scenario.tags.end();
         });
}

namespace {

std::string unmatched_rfcs(const Selection& selection, const std::vector<ScenarioPtr>& all) {
  std::string complaints;
  for (const std::string& rfc : selection.rfcs) {
    if (std::any_of(all.begin(), all.end(), [&](const ScenarioPtr& one) { return of_rfc(*one, rfc); }))
      continue;
    complaints += "no scenario stands on '" + rfc + "'; meant is an RFC or a section of it: 9051#6.3\n";
  }
  return complaints;
}

std::string unmatched_tags(const Selection& selection, const std::vector<ScenarioPtr>& all) {
  std::vector<std::string> tags;
  for (const ScenarioPtr& scenario : all)
    tags.insert(tags.end(), scenario->tags.begin(), scenario->tags.end());
  std::string complaints;
  for (const std::string& tag : selection.tags) {
    if (std::find(tags.begin(), tags.end(), tag) != tags.end()) continue;
    complaints +=
        "no scenario has the tag '" + tag + "'" + scenario::did_you_mean(scenario::nearest(tag, tags)) + "\n";
  }
  return complaints;
}

}  // namespace

std::string unmatched(const Selection& selection, const std::vector<ScenarioPtr>& all) {
  std::vector<std::string> ids;
  for (const ScenarioPtr& scenario : all) ids.push_back(scenario->id);
  std::string complaints;
  for (const std::vector<std::string>* list : {&selection.patterns, &selection.excluded}) {
    for (const std::string& pattern : *list) {
      const bool hits = std::any_of(ids.begin(), ids.end(),
                                    [&](const std::string& id) { return matches_glob(pattern, id); });
      if (!hits) {
        complaints += "no scenario matches '" + pattern + "'" +
                      scenario::did_you_mean(scenario::nearest(pattern, ids)) + "\n";
      }
    }
  }
  return complaints + unmatched_rfcs(selection, all) + unmatched_tags(selection, all);
}

std::optional<std::string> why_skipped(const Scenario& scenario, const Target& target) {
  for (const scenario::ClientFacts& client : scenario.clients) {
    if (auto reason = no_door(client, target)) return reason;
  }
  if (auto reason = without_means(scenario, target)) return reason;
  if (scenario.rev && *scenario.rev != target.facts.rev) {
    return "asked by " + std::string(revision_name(*scenario.rev)) + " alone, and the run judges by " +
           std::string(revision_name(target.facts.rev)) + " (--rev)";
  }
  for (const Need& need : scenario.needs) {
    if (auto reason = unmet(need, scenario, target)) return reason;
  }
  if (scenario.accounts > std::max<std::size_t>(target.accounts.size(), 1)) {
    return "needs " + std::to_string(scenario.accounts) + " accounts, has " +
           std::to_string(target.accounts.size());
  }
  if (!scenario.messages.empty() && scenario.has(scenario::Protocol::Pop3) &&
      !target.drive.at(Service::Imap).offered && !target.drive.at(Service::Smtp).offered &&
      !target.drive.at(Service::Submission).offered && !target.drive.at(Service::Lmtp).offered) {
    return "no way to put messages into the maildrop: the target has neither imap nor lmtp nor smtp";
  }
  if (scenario.has(scenario::Protocol::Pop3) && !target.drive.at(Service::Imap).offered &&
      compares_octets(scenario)) {
    return "compares a maildrop octet for octet, and the target has no imap to put messages there unchanged";
  }
  return std::nullopt;
}

std::string need_word(const Need& need) {
  std::string said = need.absent ? "!" : "";
  switch (need.kind) {
    case Need::Kind::Service:
      return said + word(need.service);
    case Need::Kind::Tls:
      return said + word(need.service) + ":tls";
    case Need::Kind::Accounts:
      return said + "accounts:" + std::to_string(need.accounts);
    case Need::Kind::Capability:
      break;
  }
  return said + word(need.service) + ":" + need.capability;
}

std::string why_not(const scenario::Program& program, const Target& target) {
  if (bares_password(program, target))
    return "would show the password in the clear: --i-may-send-passwords-in-the-clear";
  const bool token = std::any_of(program.body.begin(), program.body.end(), [](const scenario::Step& step) {
    const auto* const exchange = std::get_if<scenario::Authenticate>(&step.action);
    return exchange != nullptr && sasl::traits(exchange->mechanism).has_token;
  });
  if (token && !target.accounts.empty() && target.accounts.front().bearer.empty())
    return "needs an OAuth token: --bearer";
  return program.cannot.empty() ? drive::why_no_tls(target.drive, program) : program.cannot;
}

bool needs_account(const scenario::Program& program) {
  const auto logs_in = [](const scenario::Step& step) {
    return std::holds_alternative<scenario::Authenticate>(step.action);
  };
  if (std::any_of(program.setup.begin(), program.setup.end(), logs_in) ||
      std::any_of(program.body.begin(), program.body.end(), logs_in)) {
    return true;
  }
  return std::any_of(program.slots.begin(), program.slots.end(), [](const scenario::Slot& slot) {
    const std::string_view what = std::string_view(slot.name).substr(0, slot.name.find('.'));
    return slot.given && (what == "user" || what == "password" || what == "address" || what == "plain");
  });
}

}  // namespace mailrig::conformance
