#include "harness/conformance/stage.hpp"

#include <algorithm>
#include <type_traits>

#include "harness/conformance/accounts.hpp"

namespace mailrig::conformance {

namespace {

// Each fact by its word; writing and reading both go through this list.
template <typename Facts, typename Visit>
void visit_facts(Facts& facts, Visit visit) {
  for (const Service service : kServices) {
    auto& of = facts.services[static_cast<std::size_t>(service)];
    const std::string word(scenario::name(service));
    visit(word, of.there);
    visit(word + " starttls", of.starttls);
    visit(word + " auth-plain", of.auth_plain);
    visit(word + " enables-imap4rev2", of.enables);
  }
  visit(std::string("literal-plus"), facts.literal_plus);
  visit(std::string("uidplus"), facts.uidplus);
  visit(std::string("utf8-accept"), facts.utf8_accept);
  visit(std::string("top"), facts.top);
  visit(std::string("utf8"), facts.utf8);
  bool rev2 = facts.rev == scenario::Rev::Imap4rev2;
  visit(std::string("imap4rev2"), rev2);
  if constexpr (!std::is_const_v<Facts>) {
    facts.rev = rev2 ? scenario::Rev::Imap4rev2 : scenario::Rev::Imap4rev1;
  }
}

std::string_view word(net::TlsMode mode) {
  return mode == net::TlsMode::None ? "none" : mode == net::TlsMode::StartTls ? "starttls" : "implicit";
}

record::StageService service_event(const Target& target, Service service) {
  const drive::Address& address = target.drive.at(service);
  const Probed& probed = target.at(service);
  record::StageService made;
  made.name = std::string(scenario::name(service));
  made.tls = std::string(word(address.tls));
  made.starttls = probed.starttls;
  made.clear = address.clear.has_value();
  made.implicit = address.implicit.has_value();
  made.capabilities = probed.capabilities;
  made.otherwise = probed.otherwise;
  return made;
}

bool read_service(const record::StageService& recorded, Target& target) {
  const auto service = scenario::service_named(recorded.name);
  const auto tls = parse_tls_mode(recorded.tls);
  if (!service || !tls) return false;
  drive::Address& address = target.drive.at(*service);
  address.offered = true;
  address.tls = *tls;
  if (recorded.clear) address.clear.emplace();
  if (recorded.implicit) address.implicit.emplace();
  Probed& probed = target.at(*service);
  probed.starttls = recorded.starttls;
  probed.capabilities = recorded.capabilities;
  probed.otherwise = recorded.otherwise;
  return true;
}

}  // namespace

std::vector<std::string> words_of(const scenario::FixtureFacts& facts) {
  std::vector<std::string> words;
  visit_facts(facts, [&](std::string fact, bool holds) {
    if (holds) words.push_back(std::move(fact));
  });
  return words;
}

bool read_words(const std::vector<std::string>& words, scenario::FixtureFacts& facts) {
  std::size_t known = 0;
  visit_facts(facts, [&](const std::string& name, bool& fact) {
    fact = std::find(words.begin(), words.end(), name) != words.end();
    known += fact ? 1 : 0;
  });
  return known == words.size();
}

record::Stage stage_event(const Target& target, const PlayOptions& options, const record::Masker& masker) {
  record::Stage stage;
  stage.facts = words_of(target.facts);
  for (const Service service : kServices) {
    if (target.drive.at(service).offered) stage.services.push_back(service_event(target, service));
  }
  stage.accounts = target.accounts.size();
  stage.domain = target.domain;
  stage.host = target.host;
  stage.sender = target.sender;
  stage.mailbox_prefix = target.mailbox_prefix;
  stage.placeholders = masker.disguise().placeholders();
  stage.reply = options.limits.reply;
  stage.whole = options.deadline;
  stage.received = options.limits.received;
  stage.unsolicited = options.limits.unsolicited;
  return stage;
}

std::optional<Restaged> restage(const record::Stage& stage) {
  using std::chrono::milliseconds;
  Restaged made;
  bool known = read_words(stage.facts, made.target.facts);
  for (const record::StageService& service : stage.services)
    known = read_service(service, made.target) && known;
  if (!known || stage.accounts > kAccountsLimit) return std::nullopt;
  made.target.accounts.resize(stage.accounts);
  made.target.domain = stage.domain;
  made.target.host = stage.host;
  made.target.sender = stage.sender;
  made.target.mailbox_prefix = stage.mailbox_prefix;
  made.options.limits.reply = std::chrono::duration_cast<milliseconds>(stage.reply);
  made.options.limits.received = stage.received;
  made.options.limits.unsolicited = stage.unsolicited;
  made.options.deadline = std::chrono::duration_cast<milliseconds>(stage.whole);
  for (const std::string& placeholder : stage.placeholders) made.masker.add(placeholder);
  return made;
}

}  // namespace mailrig::conformance
