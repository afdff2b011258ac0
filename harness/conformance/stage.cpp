#include "harness/conformance/stage.hpp"

#include <algorithm>

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
  }
  visit(std::string("literal-plus"), facts.literal_plus);
  visit(std::string("uidplus"), facts.uidplus);
}

}  // namespace

std::vector<std::string> words_of(const scenario::FixtureFacts& facts) {
  std::vector<std::string> words;
  visit_facts(facts, [&](std::string word, bool holds) {
    if (holds) words.push_back(std::move(word));
  });
  return words;
}

bool read_words(const std::vector<std::string>& words, scenario::FixtureFacts& facts) {
  std::size_t known = 0;
  visit_facts(facts, [&](const std::string& word, bool& fact) {
    fact = std::find(words.begin(), words.end(), word) != words.end();
    known += fact ? 1 : 0;
  });
  return known == words.size();
}

record::Stage stage_event(const Target& target, const PlayOptions& options, const record::Masker& masker) {
  record::Stage stage;
  stage.facts = words_of(target.facts);
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

}  // namespace mailrig::conformance
