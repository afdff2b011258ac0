#include "harness/cli/diff.hpp"

#include <algorithm>
#include <cstdio>
#include <set>

#include <fmt/core.h>
#include <unistd.h>

#include "harness/cli/diff_target.hpp"
#include "harness/cli/exit_code.hpp"
#include "harness/cli/expected_differences.hpp"
#include "harness/cli/refusal.hpp"
#include "harness/cli/side_by_side.hpp"
#include "harness/compare/compare.hpp"
#include "reports/matrix.hpp"

namespace mailrig::cli {

namespace {

struct DiffOptions {
  CheckOptions check;  // scenarios, what both targets share, how it is played
  std::string a, b, expected, out, color = "auto";
  bool quiet = false;
};

struct OneSide {
  std::string letter;
  DiffTarget target;
  std::unique_ptr<CheckRun> run;
  [[nodiscard]] const std::vector<record::Event>& events() const {
    return run ? run->events() : target.events;
  }
};

class DiffRun {
 public:
  explicit DiffRun(const DiffOptions& options)
      : options_(options), sides_{OneSide{"a", {}, {}}, OneSide{"b", {}, {}}} {}

  int run() {
    read();
    begin();
    std::vector<CheckRun*> runs;
    for (OneSide& side : sides_) {
      if (side.run) runs.push_back(side.run.get());
    }
    play_side_by_side(loop_, runs, wanted_, !options_.quiet && ::isatty(STDERR_FILENO) == 1);
    return tell();
  }

 private:
  // All mistakes before anything is sent.
  void read() {
    std::string complaints = options_.check.scenarios.load(all_, wanted_);
    complaints += read_diff_target("--a", options_.a, options_.check.target, sides_[0].target);
    complaints += read_diff_target("--b", options_.b, options_.check.target, sides_[1].target);
    if (!options_.expected.empty()) complaints += read_expected();
    if (!complaints.empty()) throw Refusal{kWrongUse, complaints};
    (void)options_.check.run_options();
  }

  std::string read_expected() {
    std::string content;
    if (!read_whole(options_.expected, content))
      return "--expected: " + options_.expected + " can't be read\n";
    scenario::Diagnostics mistakes;
    expected_.read(options_.expected, content, mistakes);
    return scenario::render(mistakes);
  }

  // Both before either is played: a side that is not there leaves nothing to compare with.
  void begin() {
    const std::uint64_t seed = options_.check.chosen_seed();
    const auto accounts = std::make_shared<conformance::AccountPool>();
    for (std::size_t i = 0; i < sides_.size(); ++i) {
      OneSide& side = sides_[i];
      if (side.target.recorded()) continue;
      CheckPlan plan;
      try {
        plan.target = find_target(loop_, side.target.spec, options_.check.run_options().play.limits.reply);
      } catch (const Refusal& refusal) {
        throw Refusal{refusal.code, side.letter + ": " + refusal.message};
      }
      plan.out = options_.out.empty() ? "" : options_.out + "/" + side.letter;
      plan.seed = seed + i;
      plan.column = side.letter;
      plan.accounts = accounts;
      side.run = std::make_unique<CheckRun>(loop_, options_.check, std::move(plan));
    }
  }

  // Of a record, what was selected.
  [[nodiscard]] std::vector<record::Event> selected(const std::vector<record::Event>& events) const {
    std::set<std::string, std::less<>> ids;
    for (const conformance::ScenarioPtr& scenario : wanted_) ids.insert(scenario->id);
    std::vector<record::Event> kept;
    for (const record::Event& event : events) {
      const std::string* id = nullptr;
      if (const auto* started = std::get_if<record::ScenarioStarted>(&event)) id = &started->id;
      if (const auto* ended = std::get_if<record::ScenarioEnded>(&event)) id = &ended->id;
      if (id == nullptr || ids.contains(*id)) kept.push_back(event);
    }
    return kept;
  }

  reports::DiffSide describe(const OneSide& side, const std::vector<record::Event>& events) const {
    reports::DiffSide described;
    described.name = side.target.words;
    for (const record::Event& event : events) {
      if (const auto* started = std::get_if<record::RunStarted>(&event)) described.started = *started;
      if (const auto* stage = std::get_if<record::Stage>(&event))
        described.placeholders = stage->placeholders;
    }
    described.started.tool_version = MAILRIG_VERSION;
    return described;
  }

  int tell() {
    const std::vector<record::Event> a = selected(sides_[0].events()), b = selected(sides_[1].events());
    compare::Comparison comparison = compare::compare(a, b);
    const reports::ExplainedDifferences explained = expected_.explain(comparison, all_);
    reports::Diff diff = reports::fold_diff(describe(sides_[0], a), describe(sides_[1], b),
                                            std::move(comparison), expected_.explanations(), explained);
    diff.exit_code = exit_code(diff);
    reports::TextOptions text;
    text.colour = options_.color == "always" || (options_.color == "auto" && ::isatty(STDOUT_FILENO) == 1);
    fmt::print("{}", reports::render_diff_text(diff, text));
    for (const OneSide& side : sides_) {
      if (side.run && !side.run->gone().empty())
        fmt::print(stderr, "mailrig: {}: the target is gone: {}\n", side.letter, side.run->gone());
    }
    if (options_.out.empty()) return diff.exit_code;
    std::string untold;
    for (const OneSide& side : sides_) {
      if (side.run && side.run->record_failed())
        untold += options_.out + "/" + side.letter + "/record.jsonl could not be written whole\n";
    }
    untold += reports::write_diff(options_.out, diff);
    if (!untold.empty()) throw Refusal{kOurFault, untold};
    fmt::print("report: {}/diff.html\n", options_.out);
    return diff.exit_code;
  }

  [[nodiscard]] int exit_code(const reports::Diff& diff) const {
    std::vector<int> codes;
    for (const OneSide& side : sides_) {
      for (const record::Event& event : side.events()) {
        const auto* ended = std::get_if<record::RunEnded>(&event);
        if (ended == nullptr) continue;
        // That a MUST was broken is for check to say; here it counts if the two differ in it.
        codes.push_back(ended->exit_code == kFailed || ended->exit_code == kBaselineOld ? kAllWell
                                                                                        : ended->exit_code);
      }
    }
    if (diff.unexplained() > 0) codes.push_back(kFailed);
    if (!diff.stale.empty()) codes.push_back(kBaselineOld);
    if (diff.compared == 0) codes.push_back(kWrongUse);
    return reports::worst_exit_code(codes);
  }

  const DiffOptions& options_;
  net::Loop loop_;
  std::vector<conformance::ScenarioPtr> all_, wanted_;
  ExpectedDifferences expected_;
  std::array<OneSide, 2> sides_;
};

int diff(const DiffOptions& options) {
  return DiffRun(options).run();
}

}  // namespace

void add_diff(Command app, Run& run) {
  Command sub = app.add_subcommand(
      "diff", "Play the same dialogues on two servers and show where they answer differently");
  auto options = std::make_shared<DiffOptions>();
  options->check.keep_wire = true;
  options->check.trials = false;
  const std::string sides = "The two sides";
  sub.add_option(
         "--a", options->a,
         "A target file, words such as \"imap=127.0.0.1:143 user=alice\", or a record kept whole (*.jsonl)")
      .required()
      .group(sides);
  sub.add_option("--b", options->b, "What it is compared with, likewise").required().group(sides);
  options->check.target.add_shared(sub);
  options->check.scenarios.add(sub);
  options->check.add_pace(sub);
  const std::string group = "What is told";
  sub.add_option(
         "--expected", options->expected,
         "TOML file of differences that are known, with the reason of each; one that is gone is exit 5")
      .group(group);
  sub.add_option("--out", options->out, "Folder for diff.html, diff.json and the records of both sides")
      .group(group);
  sub.add_flag("-q,--quiet", options->quiet, "No progress").group(group);
  sub.add_option("--color,--colour", options->color, "auto, always or never")
      .is_member({"auto", "always", "never"})
      .group(group);
  sub.callback([options, &run] { run = [options] { return diff(*options); }; });
}

}  // namespace mailrig::cli
