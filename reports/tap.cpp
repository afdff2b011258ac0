// TAP version 14 (testanything.org): one test point a scenario, by id, so that two runs can be compared line
// by line. Diagnostics are YAML of single-quoted scalars and literal blocks: what every YAML reader takes,
// those of TAP 13 harnesses, too.
#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "reports/outcome.hpp"
#include "reports/reports.hpp"
#include "reports/show.hpp"

namespace mailrig::reports {

namespace {

constexpr std::size_t kWireLimit = 600;      // octets of one exchange
constexpr std::size_t kExchanges = 40;       // last ones of a scenario
constexpr std::size_t kFieldLimit = 4000;    // octets of wanted, got, why
constexpr std::size_t kFindingsShown = 100;  // of one scenario

// In a description, '#' begins a directive and '\' escapes.
std::string described(std::string_view text) {
  std::string out;
  for (const char c : shown_text(text)) {
    if (c == '#' || c == '\\') out.push_back('\\');
    out.push_back(c);
  }
  return out;
}

std::string quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : shown_text(text.substr(0, kFieldLimit))) {
    if (c == '\'') out.push_back('\'');
    out.push_back(c);
  }
  return out + (text.size() > kFieldLimit ? "…'" : "'");
}

class Tap {
 public:
  Tap(bool strict, bool retried) : strict_(strict), retried_(retried) {}
  void head(const Run& run, std::size_t points);
  void point(const ScenarioResult& result);
  void stale(const Run& run);
  void load(const Run& run);
  void tail(const Run& run);
  std::string take() { return std::move(out_); }

 private:
  template <class... Args>
  void line(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(out_), format, std::forward<Args>(args)...);
    out_.push_back('\n');
  }
  void text(std::string_view indent, std::string_view key, std::string_view value) {
    if (!value.empty()) line("{}{}: {}", indent, key, quoted(value));
  }
  void diagnostics(const ScenarioResult& result);
  void finding(const record::Judgement& judgement);
  void wire(const ScenarioResult& result);

  bool strict_, retried_;
  std::size_t number_ = 0;
  std::string out_;
};

void Tap::head(const Run& run, std::size_t points) {
  line("TAP version 14");
  line("1..{}{}", points, points == 0 ? " # SKIP nothing was run" : "");
  line("# mailrig {} {}, {}, seed {}", described(run.started.kind), described(run.started.tool_version),
       described(run.started.started_at), run.started.seed);
}

void Tap::finding(const record::Judgement& judgement) {
  line("    - rule: {}", quoted(shown_clause(judgement.clause)));
  constexpr std::string_view kIndent = "      ";
  text(kIndent, "source", shown_source(judgement));
  text(kIndent, "finding", shown_finding(judgement));
  text(kIndent, "why", judgement.why);
  text(kIndent, "wanted", judgement.wanted);
  text(kIndent, "got", judgement.got);
  text(kIndent, "at", shown_place(judgement));
}

void Tap::wire(const ScenarioResult& result) {
  if (result.wire.empty()) return;
  line("  wire: |");
  const std::size_t first = result.wire.size() > kExchanges ? result.wire.size() - kExchanges : 0;
  for (std::size_t i = first; i < result.wire.size(); ++i) {
    const record::Wire& exchange = result.wire[i];
    for (const std::string& part : shown_wire(exchange.bytes, kWireLimit)) {
      line("    {} {} {}", exchange.client.empty() ? "-" : shown_text(exchange.client),
           shown_direction(exchange.direction), part);
    }
  }
}

void Tap::diagnostics(const ScenarioResult& result) {
  constexpr std::string_view kIndent = "  ";
  line("  ---");
  text(kIndent, "verdict", name(result.verdict));
  text(kIndent, "reason", result.reason);
  text(kIndent, "file", result.file);
  line("  duration_ms: {:.3f}", static_cast<double>(result.took.count()) / 1e6);
  if (!result.spoke.empty()) line("  findings:");
  for (std::size_t i = 0; i < result.spoke.size() && i < kFindingsShown; ++i) finding(result.spoke[i]);
  wire(result);
  text(kIndent, "again", result.again);
  line("  ...");
}

void Tap::point(const ScenarioResult& result) {
  const Outcome outcome = outcome_of(result, strict_, retried_);
  const bool ok = outcome == Outcome::Passed || outcome == Outcome::Skipped;
  std::string title = described(result.id);
  if (!result.title.empty()) title += ": " + described(result.title);
  // A known failure is TAP's TODO: not ok, and no failure.
  std::string directive = outcome == Outcome::Skipped ? " # SKIP " + described(result.reason) : "";
  if (result.known()) {
    line("not ok {} - {} # TODO {}", ++number_, title, described(shown_standing(*result.standing)));
    return diagnostics(result);
  }
  line("{}ok {} - {}{}", ok ? "" : "not ", ++number_, title, directive);
  if (result.verdict != Verdict::Pass && outcome != Outcome::Skipped) diagnostics(result);
}

// Where the list of known failures is out of date.
void Tap::stale(const Run& run) {
  for (const record::Standing& standing : run.standings) {
    if (!is_stale(standing)) continue;
    line("not ok {} - {}: {}", ++number_, described(shown_place(standing)),
         described(shown_standing(standing)));
  }
}

void Tap::load(const Run& run) {
  const LoadOutcome outcome = outcome_of_load(run);
  line("{}ok {} - load/{}", outcome.complaints.empty() ? "" : "not ", ++number_,
       described(run.load->ended.profile));
  if (outcome.complaints.empty()) return;
  line("  ---\n  verdict: {}\n  complaints:", outcome.invalid ? "'invalid'" : "'objective missed'");
  for (const std::string& why : outcome.complaints) line("    - why: {}", quoted(why));
  line("  ...");
}

// What the harness must not take for a whole run.
void Tap::tail(const Run& run) {
  if (run.ended.interrupted) return line("Bail out! interrupted: what is here is what was known");
  if (!run.whole) line("Bail out! the record ends before the run does");
}

}  // namespace

std::string render_tap(const Run& run, const TapOptions& options) {
  Tap tap(options.strict, run.started.retry > 0);
  const auto stale =
      static_cast<std::size_t>(std::count_if(run.standings.begin(), run.standings.end(), is_stale));
  tap.head(run, run.scenarios.size() + stale + (run.load ? 1 : 0));
  for (const ScenarioResult& result : run.scenarios) tap.point(result);
  tap.stale(run);
  if (run.load) tap.load(run);
  tap.tail(run);
  return tap.take();
}

}  // namespace mailrig::reports
