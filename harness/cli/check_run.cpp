#include "harness/cli/check_run.hpp"

#include <algorithm>
#include <ctime>
#include <filesystem>
#include <utility>

#include <fmt/chrono.h>

#include "harness/cli/command_line.hpp"
#include "harness/cli/exit_code.hpp"
#include "harness/cli/refusal.hpp"
#include "harness/conformance/probe.hpp"
#include "harness/conformance/stage.hpp"

namespace mailrig::cli {

namespace {

constexpr std::chrono::milliseconds kProbeTime{10'000}, kProbeLeast{1'000};  // a --timeout between is taken

record::Masker secrets(const conformance::Target& target) {
  record::Masker masker;
  for (const conformance::Account& account : target.accounts) {
    masker.add(account.password);
    masker.add(account.bearer);
  }
  return masker;
}

std::vector<std::string> remarks(const conformance::Target& target) {
  std::vector<std::string> all = target.remarks;
  if (target.accounts.empty()) {
    all.emplace_back("no account: scenarios that log in or deliver mail are skipped (--user, --password)");
  } else if (target.accounts.size() == 1) {
    all.emplace_back("one account: scenarios run one after another (--users for more)");
  }
  return all;
}

std::unique_ptr<record::Writer> open_record(const std::string& folder) {
  if (folder.empty()) return nullptr;
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  auto writer = record::Writer::open(folder + "/record.jsonl");
  if (!writer) throw Refusal{kWrongUse, "--out: " + folder + "/record.jsonl can't be written\n"};
  return writer;
}

std::vector<std::reference_wrapper<record::Sink>> sinks(record::Memory& memory, record::Writer* writer) {
  std::vector<std::reference_wrapper<record::Sink>> all{memory};
  if (writer != nullptr) all.emplace_back(*writer);
  return all;
}

conformance::RunOptions own_options(const CheckOptions& options, const CheckPlan& plan) {
  conformance::RunOptions run = options.run_options();
  run.seed = plan.seed;
  run.accounts = plan.accounts;
  run.again = again_command(options, plan.target_words);
  if (plan.baseline != nullptr) {
    for (const conformance::Entry& entry : plan.baseline->list.entries) {
      if (entry.list == conformance::Entry::List::Known) run.not_again.insert(entry.id);
    }
  }
  return run;
}

// What is known before the target is.
record::RunStarted begin_record(const CheckPlan& plan) {
  record::RunStarted started;
  started.tool_version = MAILRIG_VERSION;
  started.command = command_line();
  started.kind = "check";
  started.started_at = fmt::format("{:%FT%TZ}", fmt::gmtime(std::time(nullptr)));  // RFC 3339
  started.seed = plan.seed;
  started.column = plan.column;
  return started;
}

}  // namespace

CheckRun::CheckRun(net::Loop& loop, const CheckOptions& options, CheckPlan plan)
    : loop_(loop),
      strict_(options.report.strict()),
      update_(options.ratchet.update()),
      plan_(std::move(plan)),
      options_(own_options(options, plan_)),
      masker_(secrets(plan_.target)),
      writer_(open_record(plan_.out)),
      sink_(sinks(memory_, writer_.get())),
      began_(loop.now()),
      runner_(loop, plan_.target, options_, masker_, sink_, began_) {
  if (!options.trials) return;
  trials_ = std::make_unique<conformance::Trials>(loop, plan_.target, options_, masker_, sink_, began_);
}

record::RunStarted CheckRun::start_event() const {
  record::RunStarted started = begin_record(plan_);
  started.target = conformance::describe(plan_.target);
  started.capabilities = conformance::capabilities_of(plan_.target);
  started.remarks = remarks(plan_.target);
  started.repeat = options_.repeat;
  started.retry = options_.retry;
  if (plan_.baseline != nullptr) {
    started.baseline = plan_.baseline->list.file;
    for (std::string& remark : conformance::remarks(plan_.baseline->list))
      started.remarks.push_back(std::move(remark));
  }
  return started;
}

void CheckRun::start(std::vector<conformance::ScenarioPtr> wanted, std::function<void()> ended) {
  sink_.put(start_event());
  sink_.put(conformance::stage_event(plan_.target, options_.play, masker_));
  wanted_ = std::move(wanted);
  runner_.start(wanted_, [this, ended = std::move(ended)] { start_trials(ended); });
}

// After all else, so that a server that takes offence at what it does not know has been judged by then.
void CheckRun::start_trials(std::function<void()> ended) {
  if (!trials_ || interrupted_ || runner_.target_is_gone()) return ended();
  trials_->start(wanted_, std::move(ended));
}

void CheckRun::interrupt() {
  interrupted_ = true;
  runner_.interrupt();
  if (trials_) trials_->interrupt();
}

int CheckRun::finish() {
  outcome_ = runner_.finish();
  const conformance::RunOutcome tried = trials_ ? trials_->finish() : conformance::RunOutcome{};
  if (!tried.gone.empty() && outcome_.gone.empty())
    outcome_.gone = tried.gone + ", when it was tried what it does not offer (--no-trials leaves that out)";
  record::RunEnded ended;
  ended.at = loop_.now() - began_;
  ended.exit_code = assess();
  ended.interrupted = outcome_.interrupted;
  ended.gone = outcome_.gone;
  ended.left = outcome_.left;
  for (const std::string& what : tried.left) {
    if (std::find(ended.left.begin(), ended.left.end(), what) == ended.left.end()) ended.left.push_back(what);
  }
  sink_.put(ended);
  return ended.exit_code;
}

std::vector<record::Event> record_of_none(const CheckPlan& plan, const Refusal& refusal) {
  record::RunEnded ended;
  ended.exit_code = refusal.code;
  ended.invalid.emplace_back();
  for (const char c : refusal.message.substr(0, refusal.message.find_last_not_of('\n') + 1))
    ended.invalid.back() += c == '\n' ? std::string(": ") : std::string(1, c);
  std::vector<record::Event> events{begin_record(plan), ended};
  if (const auto writer = open_record(plan.out)) {
    for (const record::Event& event : events) writer->put(event);
  }
  return events;
}

// By the record, as every report.
int CheckRun::assess() {
  const std::vector<conformance::Outcome> outcomes = conformance::outcomes(memory_.events());
  const conformance::RatchetOptions how{strict_, options_.retry > 0};
  const bool whole = !outcome_.interrupted && outcome_.gone.empty();
  if (plan_.baseline != nullptr && update_ && whole)
    baseline_failed_ = !plan_.baseline->update(outcomes, how, plan_.all, updated_);
  const conformance::Baseline none;
  const conformance::Assessment found =
      conformance::assess(outcomes, plan_.baseline != nullptr ? plan_.baseline->list : none, how, plan_.all);
  for (const record::Standing& standing : found.standings) sink_.put(standing);
  if (outcome_.interrupted) return kInterrupted;
  if (!outcome_.gone.empty()) return kUnreachable;
  if (found.broken || baseline_failed_) return kOurFault;
  if (found.failed) return kFailed;
  return found.stale ? kBaselineOld : kAllWell;
}

conformance::Target find_target(net::Loop& loop, const conformance::TargetSpec& spec,
                                std::chrono::milliseconds reply) {
  conformance::ProbeResult probed =
      conformance::probe(loop, spec, std::clamp(reply, kProbeLeast, kProbeTime));
  using What = conformance::ProbeResult::What;
  if (probed.what == What::Unreachable)
    throw Refusal{kUnreachable, "the target is unreachable\n" + probed.message};
  if (probed.what == What::Refused) throw Refusal{kWrongUse, probed.message};
  return std::move(probed.target);
}

}  // namespace mailrig::cli
