#include "harness/conformance/trials.hpp"

#include <algorithm>
#include <array>
#include <exception>
#include <iterator>
#include <map>
#include <utility>

#include "harness/wire/ascii.hpp"

namespace mailrig::conformance {

namespace {

using scenario::Need;

constexpr std::uint64_t kOtherSeed = 0x5A5A5A5A5A;  // names of trials are not those of the run

bool refuses(const scenario::SmtpPattern& pattern) {
  return std::any_of(pattern.codes.begin(), pattern.codes.end(),
                     [](const std::string& code) { return code.front() != '2' && code.front() != '3'; });
}

bool refuses(const scenario::Pop3Pattern& pattern) {
  return pattern.status != "+OK" && pattern.status != "+";
}

bool refuses(const scenario::ImapPattern& pattern) {
  return pattern.kind == scenario::ImapPattern::Kind::Tagged &&
         std::any_of(pattern.statuses.begin(), pattern.statuses.end(),
                     [](const std::string& status) { return status != "OK"; });
}

// Whether a reply is wanted at all: an untagged response may come unasked.
bool answers(const scenario::SmtpPattern&) {
  return true;
}
bool answers(const scenario::Pop3Pattern&) {
  return true;
}
bool answers(const scenario::ImapPattern& pattern) {
  return pattern.kind == scenario::ImapPattern::Kind::Tagged;
}

std::vector<std::string> words(const std::vector<Need>& needs) {
  std::vector<std::string> all;
  for (const Need& need : needs) all.push_back(need_word(need));
  return all;
}

RunOptions trial_options(RunOptions options) {
  options.seed ^= kOtherSeed;
  options.play.limits.reply = std::min(options.play.limits.reply, kTrialReply);
  options.play.deadline = std::min(options.play.deadline, kTrialDeadline);
  options.progress = nullptr;
  options.repeat = 1;
  options.retry = 0;
  return options;
}

}  // namespace

// Stands before the run's own sink, and lets only the verdicts through.
struct Trials::Filter final : record::Sink {
  explicit Filter(record::Sink& whole) : sink(whole) {}
  void put(const record::Event& event) override {
    const auto* ended = std::get_if<record::ScenarioEnded>(&event);
    if (ended == nullptr) return;
    const auto found = trials.find(ended->id);
    if (found == trials.end()) return;
    record::TrialEnded trial = found->second;
    trial.at = ended->at;
    trial.verdict = ended->verdict;
    trial.took = ended->took;
    sink.put(trial);
  }
  record::Sink& sink;
  std::map<std::string, record::TrialEnded> trials;  // by id
};

bool may_try(std::string_view capability) {
  // INPROGRESS is told or not: a dialogue without it proves nothing.
  static constexpr std::array<std::string_view, 8> kNever{
      "LOGINDISABLED", "STARTTLS", "STLS", "AUTH", "SASL", "IMAP4rev1", "IMAP4rev2", "INPROGRESS"};
  const std::string_view keyword = capability.substr(0, capability.find_first_of("= "));
  return std::none_of(kNever.begin(), kNever.end(),
                      [&](std::string_view never) { return wire::iequals(never, keyword); });
}

bool wants_success(const scenario::Program& program) {
  bool wanted = false;
  for (const scenario::Step& step : program.body) {
    if (std::holds_alternative<scenario::Branch>(step.action)) return false;  // who knows which way it goes
    const auto* expect = std::get_if<scenario::Expect>(&step.action);
    if (expect == nullptr) continue;
    for (const scenario::Expectation& expectation : expect->expectations) {
      if (expectation.absent) continue;
      for (const scenario::Pattern& pattern : expectation.any_of) {
        if (std::visit([](const auto& one) { return refuses(one); }, pattern)) return false;
        wanted = wanted || std::visit([](const auto& one) { return answers(one); }, pattern);
      }
    }
  }
  return wanted;
}

std::vector<Trial> find_trials(const std::vector<ScenarioPtr>& scenarios, const Target& target) {
  std::vector<Trial> trials;
  for (const ScenarioPtr& whole : scenarios) {
    if (!why_skipped(*whole, target)) continue;
    auto stripped = std::make_shared<scenario::Scenario>(*whole);
    const auto tried = [&](const Need& need) {
      return need.kind == Need::Kind::Capability && !need.absent && may_try(need.capability) &&
             !target.at(need.service).offers(need.capability);
    };
    std::vector<Need> unmet;
    std::copy_if(whole->needs.begin(), whole->needs.end(), std::back_inserter(unmet), tried);
    std::erase_if(stripped->needs, tried);
    if (unmet.empty() || why_skipped(*stripped, target)) continue;
    trials.push_back({std::move(stripped), words(unmet)});
  }
  return trials;
}

Trials::Trials(net::Loop& loop, const Target& target, const RunOptions& options, const record::Masker& masker,
               record::Sink& sink, net::Time started)
    : target_(target),
      options_(trial_options(options)),
      filter_(std::make_unique<Filter>(sink)),
      runner_(loop, target, options_, masker, *filter_, started) {}

Trials::~Trials() = default;

void Trials::start(const std::vector<ScenarioPtr>& scenarios, std::function<void()> ended) {
  std::vector<ScenarioPtr> played;
  for (Trial& trial : find_trials(scenarios, target_)) {
    record::TrialEnded& known = filter_->trials[trial.scenario->id];
    known.id = trial.scenario->id;
    known.unmet = std::move(trial.unmet);
    try {
      known.positive = wants_success(
          scenario::compile(*trial.scenario, target_.facts, TargetOffer(*trial.scenario, target_)));
    } catch (const std::exception&) {
      continue;  // a fault of ours, which is no trial of the target
    }
    played.push_back(std::move(trial.scenario));
  }
  if (played.empty()) return ended();
  started_ = true;
  runner_.start(std::move(played), std::move(ended));
}

void Trials::interrupt() {
  if (started_) runner_.interrupt();
}

RunOutcome Trials::finish() {
  return started_ ? runner_.finish() : RunOutcome{};
}

}  // namespace mailrig::conformance
