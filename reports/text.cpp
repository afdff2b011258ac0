// The terminal. Every line is made of shown_… text, so nothing that a server sent can move the cursor.
#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "reports/latency.hpp"
#include "reports/reports.hpp"
#include "reports/show.hpp"

namespace mailrig::reports {

namespace {

constexpr std::size_t kFieldLimit = 1200;  // characters of one wanted, got or reason
constexpr std::size_t kWireLimit = 600;    // octets of one exchange
constexpr std::size_t kSummaryList = 8;    // scenarios and reasons named in the summary
constexpr std::size_t kFindingsShown = 3;  // of one scenario
constexpr std::size_t kLeastWidth = 8;
constexpr std::string_view kIndent = "      ";

class Text {
 public:
  Text(const Run& run, const TextOptions& options) : run_(run), options_(options) {}

  void details();
  void summary();
  std::string take() { return std::move(out_); }

 private:
  template <class... Args>
  void line(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(out_), format, std::forward<Args>(args)...);
    out_.push_back('\n');
  }
  void field(std::string_view label, std::string_view text);
  [[nodiscard]] std::string coloured(Verdict verdict, std::string text) const {
    return coloured(name(verdict), std::move(text));
  }
  [[nodiscard]] std::string coloured(std::string_view verdict, std::string text) const;
  [[nodiscard]] std::string bold(const std::string& text) const;
  [[nodiscard]] std::string cut(std::string text, std::size_t used) const;
  void detail(const ScenarioResult& result);
  void finding(const record::Judgement& judgement);
  void exchanges(const ScenarioResult& result);
  void heading();
  void verdicts();
  void list_of(Verdict verdict);
  void baseline();
  void skips();
  void strictness();
  void capabilities();
  void load();
  void load_numbers(const LoadResult& load);
  void ending();

  const Run& run_;
  const TextOptions& options_;
  std::string out_;
};

std::string Text::coloured(std::string_view verdict, std::string text) const {
  if (!options_.colour) return text;
  std::string_view code = "36";
  if (verdict == "pass") code = "32";
  if (verdict == "fail" || verdict == "broken") code = "1;31";
  if (verdict == "weak" || verdict == "blocked" || verdict == "flaky") code = "33";
  return fmt::format("\x1b[{}m{}\x1b[0m", code, text);
}

std::string Text::bold(const std::string& text) const {
  return options_.colour ? "\x1b[1m" + text + "\x1b[0m" : text;
}

std::string Text::cut(std::string text, std::size_t used) const {
  return shown_line(std::move(text),
                    options_.width > used + kLeastWidth ? options_.width - used : kLeastWidth);
}

void Text::field(std::string_view label, std::string_view text) {
  if (text.empty()) return;
  std::string shown = shown_text(text);
  if (shown.size() > kFieldLimit) {
    const std::size_t more = shown.size() - kFieldLimit;
    shown = shown_text(std::string_view(shown).substr(0, kFieldLimit)) + fmt::format("… (+{})", more);
  }
  line("{}{:<8}{}", kIndent, label, shown);
}

void Text::finding(const record::Judgement& judgement) {
  std::string title = shown_clause(judgement.clause);
  if (!title.empty()) title += " · ";
  title += shown_source(judgement);
  if (judgement.finding != record::Finding::Violation) title += " · " + std::string(shown_finding(judgement));
  line("{}{}", kIndent, title);
  field("why", judgement.why);
  field("wanted", judgement.wanted);
  field("got", judgement.got);
  field("at", shown_place(judgement));
}

void Text::exchanges(const ScenarioResult& result) {
  const std::size_t end = talked_until(result);
  for (std::size_t i = end - std::min(options_.exchanges, end); i < end; ++i) {
    const record::Wire& wire = result.wire[i];
    const std::string who = wire.client.empty() ? "" : shown_text(wire.client) + " ";
    for (const std::string& text : shown_wire(wire.bytes, kWireLimit)) {
      line("{}  {}{} {}", kIndent, who, shown_direction(wire.direction), text);
    }
  }
}

void Text::detail(const ScenarioResult& result) {
  line("{} {}  {}", coloured(result.verdict, fmt::format("{:<7}", name(result.verdict))),
       bold(shown_text(result.id)), shown_text(result.title));
  field("reason", result.reason);
  if (result.standing) field("list", shown_standing(*result.standing));
  const std::size_t findings = std::min(kFindingsShown, result.spoke.size());
  for (std::size_t i = 0; i < findings; ++i) finding(result.spoke[i]);
  if (result.spoke.size() > findings)
    line("{}… and {} more findings", kIndent, result.spoke.size() - findings);
  exchanges(result);
  field("again", result.again);
  field("explain", shown_explain(result));
  out_.push_back('\n');
}

void Text::details() {
  const auto attention = run_.attention();
  const std::size_t shown = std::min(options_.details, attention.size());
  for (std::size_t i = 0; i < shown; ++i) detail(*attention[i]);
  if (attention.size() > shown) line("… and {} more: see the report files\n", attention.size() - shown);
}

void Text::heading() {
  line("{}", bold(fmt::format("mailrig {} {}", shown_text(run_.started.kind),
                              shown_text(run_.started.tool_version))) +
                 fmt::format(", {}, took {}, seed {}", shown_text(run_.started.started_at),
                             shown_time(run_time(run_)), run_.started.seed));
  for (const auto& [what, value] : run_.started.target) {
    line("  {}", cut(fmt::format("{:<14} {}", shown_text(what), shown_text(value)), 2));
  }
  for (const std::string& remark : run_.started.remarks) line("  {}", cut(shown_text(remark), 2));
}

void Text::verdicts() {
  if (run_.scenarios.empty()) return;
  std::string head = fmt::format("\n  {:<12}", "");
  for (const Column& column : shown_columns(run_.counts, run_.counts)) {
    head += fmt::format("{:>9}", column.word);
  }
  line("{}{:>9}", head, "all");
  const auto row = [&](const std::string& title, const Counts& counts) {
    std::string cells = fmt::format("  {:<12}", shown_text(title));
    for (const Column& column : shown_columns(counts, run_.counts)) {
      const std::string cell = fmt::format("{:>9}", column.count);
      cells += column.count == 0 ? cell : coloured(column.word, cell);
    }
    line("{}{:>9}", cells, counts.total());
  };
  for (const Tally& tally : run_.by_protocol) row(tally.name, tally.counts);
  row("all", run_.counts);
}

void Text::list_of(Verdict verdict) {
  std::size_t count = 0;
  for (const ScenarioResult& result : run_.scenarios) {
    if (result.verdict != verdict || !result.needs_attention()) continue;
    if (count == 0) out_.push_back('\n');
    if (count++ < kSummaryList) {
      std::string text = shown_text(result.id) + "  " + shown_complaint(result);
      if (result.standing) text = shown_text(result.id) + "  " + shown_standing(*result.standing);
      line("  {} {}", coloured(verdict, fmt::format("{:<7}", name(verdict))), cut(text, 10));
    }
  }
  if (count > kSummaryList) line("  … and {} more", count - kSummaryList);
}

// What is known, with the reason why we live with it; then where the list is out of date.
void Text::baseline() {
  std::size_t known = 0;
  for (const ScenarioResult& result : run_.scenarios) {
    if (!result.known()) continue;
    if (known++ == 0) out_.push_back('\n');
    const std::string text = shown_text(result.id) + "  " + shown_standing(*result.standing);
    if (known <= kSummaryList) line("  {} {}", coloured("known", "known  "), cut(text, 10));
  }
  if (known > kSummaryList) line("  … and {} more", known - kSummaryList);
  bool first = true;
  for (const record::Standing& standing : run_.standings) {
    if (!is_stale(standing)) continue;
    if (std::exchange(first, false)) out_.push_back('\n');
    line("  {}  {}: {}", coloured(Verdict::Weak, "out of date"), shown_place(standing),
         shown_standing(standing));
  }
}

void Text::skips() {
  if (run_.skip_reasons.empty()) return;
  out_.push_back('\n');
  const std::size_t shown = std::min(kSummaryList / 2, run_.skip_reasons.size());
  for (std::size_t i = 0; i < shown; ++i) {
    const auto& [reason, count] = run_.skip_reasons[i];
    line("  {} {}", coloured(Verdict::Skipped, "skipped"),
         cut(fmt::format("{:>3}  {}", count, shown_text(reason)), 10));
  }
  if (run_.skip_reasons.size() > shown) line("  … and for {} more reasons", run_.skip_reasons.size() - shown);
}

// How strongly the RFCs ask and what kind of finding it is: a line each, never one number.
void Text::strictness() {
  if (run_.scenarios.empty()) return;
  const std::array<std::uint64_t, 3>& held = run_.strictness.held;
  line("\n  {:<14}{:>7} MUST {:>7} SHOULD {:>7} MAY", "held", held[0], held[1], held[2]);
  for (const record::Finding kind : kFindings) {
    if (kind != record::Finding::Violation && run_.strictness.of(kind) == 0) continue;
    const auto count = [&](Level level) { return run_.strictness.of(kind, level); };
    const bool missing = kind == record::Finding::Violation && count(Level::May) > 0;
    line("  {:<14}{:>7} MUST {:>7} SHOULD {:>7} MAY{}", shown_finding(kind), count(Level::Must),
         count(Level::Should), count(Level::May), missing ? " not offered" : "");
  }
}

void Text::capabilities() {
  for (const Untested& one : shown_untested(run_)) {
    if (one.names.empty()) continue;
    line("  {}", cut(fmt::format("{:<14} {} of {} capabilities untested: {}", shown_text(one.service),
                                 one.of - one.tested, one.of, one.names),
                     2));
  }
  for (const std::string& works : shown_unadvertised(run_))
    line("  works, though not advertised: {}", cut(works, 32));
}

void Text::load_numbers(const LoadResult& load) {
  const record::LoadEnded& ended = load.ended;
  const std::string wanted =
      ended.wanted_per_second > 0 ? fmt::format(" of {} wanted", shown_rate(ended.wanted_per_second)) : "";
  line("  {} scenarios/s{} for {}, {} finished, {} failed, {} started late",
       shown_rate(ended.achieved_per_second), wanted, shown_time(ended.measured), shown_count(ended.finished),
       shown_count(ended.failed), shown_count(ended.late_starts));
  line("  {} commands, {} sent, {} received, {} connections", shown_count(ended.commands),
       shown_octets(ended.bytes_sent), shown_octets(ended.bytes_received), shown_count(ended.connections));
  const auto latency = [&](std::string_view title, const record::Histogram& histogram) {
    const Latency of = latency_of(histogram);
    std::string text = fmt::format("  {:<12}", title);
    for (std::size_t i = 0; i < kQuantiles.size(); ++i) {
      text += fmt::format(" {} {} ", kQuantiles.at(i).name, shown_time(of.quantiles.at(i)));
    }
    line("{} max {}", text, shown_time(of.max));
  };
  latency("latency", load.all_scenarios.corrected);
  latency("uncorrected", load.all_scenarios.uncorrected);
}

void Text::load() {
  if (!run_.load) return;
  const LoadResult& load = *run_.load;
  line("\n{}",
       bold(fmt::format("load {}: {}", shown_text(load.ended.profile), shown_text(load.ended.arrivals))));
  if (!load.whole) line("  the run ended before its load did");
  if (load.whole) load_numbers(load);
  for (const auto& [kind, count] : load.ended.errors)
    line("  error {}  {}", shown_count(count), shown_text(kind));
  for (const std::string& missed : load.ended.objectives_missed) {
    line("  {}  {}", coloured(Verdict::Fail, "objective missed"), shown_text(missed));
  }
}

void Text::ending() {
  for (const std::string& why : run_.ended.invalid) {
    line("  {}  {}", coloured(Verdict::Broken, "INVALID"), shown_text(why));
  }
  if (!run_.ended.gone.empty()) {
    line("  {}  {}", coloured(Verdict::Fail, "the target is gone"), shown_text(run_.ended.gone));
  }
  const std::vector<std::string>& left = run_.ended.left;
  for (std::size_t i = 0; i < std::min(left.size(), kSummaryList); ++i)
    line("  {}  {}", coloured(Verdict::Weak, "may be left"), cut(shown_text(left[i]), 15));
  if (left.size() > kSummaryList) line("  … and {} more that may be left", left.size() - kSummaryList);
  if (run_.ended.interrupted) line("  interrupted: what is shown is what was known");
  if (!run_.whole) line("  the record ends before the run does");
}

void Text::summary() {
  heading();
  verdicts();
  for (const Verdict verdict :
       {Verdict::Fail, Verdict::Broken, Verdict::Blocked, Verdict::Flaky, Verdict::Weak})
    list_of(verdict);
  baseline();
  skips();
  strictness();
  capabilities();
  load();
  ending();
}

}  // namespace

std::string render_summary(const Run& run, const TextOptions& options) {
  Text text(run, options);
  text.summary();
  return text.take();
}

std::string render_text(const Run& run, const TextOptions& options) {
  Text text(run, options);
  text.details();
  text.summary();
  return text.take();
}

}  // namespace mailrig::reports
