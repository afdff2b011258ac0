// A summary in GitHub's Markdown, for a job's page or a merge request. What a server sent stands in fenced
// code alone, behind fences that it can't close.
#include <algorithm>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "reports/outcome.hpp"
#include "reports/reports.hpp"
#include "reports/show.hpp"

namespace mailrig::reports {

namespace {

constexpr std::size_t kWireLimit = 600;    // octets of one exchange
constexpr std::size_t kFieldLimit = 2000;  // octets of wanted, got, why
constexpr std::size_t kFindingsShown = 5;  // of one scenario
constexpr std::size_t kReasonsShown = 30;  // of skips
constexpr std::size_t kEnding = 400;       // octets kept for saying what was left out

// Text as text: nothing in it is markup, a mention or a link.
std::string plain(std::string_view text) {
  constexpr std::string_view kSpecial = "\\`*_[]#|~@:";
  std::string out;
  for (const char c : shown_text(text)) {
    if (c == '<' || c == '>' || c == '&') {
      out += c == '<' ? "&lt;" : c == '>' ? "&gt;" : "&amp;";
      continue;
    }
    const bool begins_link = c == '.' && out.ends_with('w');  // www.
    if (begins_link || kSpecial.find(c) != std::string_view::npos) out.push_back('\\');
    out.push_back(c);
  }
  return out;
}

// The same inside HTML (a summary), where Markdown's backslashes would show.
std::string in_html(std::string_view text) {
  std::string out;
  for (const char c : shown_text(text)) {
    if (c == '<' || c == '>' || c == '&' || c == '`' || c == '*' || c == '_' || c == '[' || c == '@') {
      out += fmt::format("&#{};", static_cast<int>(c));
    } else {
      out.push_back(c);
    }
  }
  return out;
}

// A fence is longer than any run of backticks inside (CommonMark 4.5).
std::string fenced(const std::string& text) {
  std::size_t longest = 0, run = 0;
  for (const char c : text) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  const std::string fence(std::max<std::size_t>(longest + 1, 3), '`');
  return fence + "text\n" + text + (text.ends_with('\n') ? "" : "\n") + fence + "\n";
}

void append_field(std::string& out, std::string_view label, std::string_view value) {
  if (value.empty()) return;
  const std::string shown = shown_text(value.substr(0, kFieldLimit));
  out += fmt::format("{:<8}{}{}\n", label, shown, value.size() > kFieldLimit ? "…" : "");
}

class Markdown {
 public:
  Markdown(const Run& run, const MarkdownOptions& options) : run_(run), options_(options) {}
  std::string take();

 private:
  template <class... Args>
  static void put(std::string& out, fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(out), format, std::forward<Args>(args)...);
  }
  [[nodiscard]] bool add(const std::string& part);
  void heading();
  void verdicts();
  void strictness();
  void load();
  void capabilities();
  void details();
  void known();
  void notes();
  void skips();
  [[nodiscard]] std::string detail(const ScenarioResult& result) const;
  [[nodiscard]] std::string story(const ScenarioResult& result) const;

  const Run& run_;
  const MarkdownOptions& options_;
  std::size_t room_ = options_.limit;  // for out_
  std::string out_;
};

// All of a part or nothing: half a fence would swallow the rest of the page.
bool Markdown::add(const std::string& part) {
  if (out_.size() + part.size() + kEnding > room_) return false;
  out_ += part;
  return true;
}

void Markdown::heading() {
  std::string part;
  put(part, "## mailrig {}: {}\n\n", plain(run_.started.kind), plain(shown_headline(run_)));
  put(part, "mailrig {}, {}, took {}, seed {}\n\n", plain(run_.started.tool_version),
      plain(run_.started.started_at), shown_time(run_time(run_)), run_.started.seed);
  for (const std::string& why : run_.ended.invalid) put(part, "**The run is invalid:** {}\n\n", plain(why));
  if (!run_.ended.gone.empty()) put(part, "**The target went away:** {}\n\n", plain(run_.ended.gone));
  for (const record::Standing& standing : run_.standings) {
    if (!is_stale(standing)) continue;
    put(part, "**The list of known failures is out of date:** {}: {}\n\n", plain(shown_place(standing)),
        plain(shown_standing(standing)));
  }
  for (const std::string& what : run_.ended.left)
    put(part, "**May be left at the target:** {}\n\n", plain(what));
  if (run_.ended.interrupted) part += "**Interrupted:** what is shown is what was known.\n\n";
  if (!run_.whole) part += "**The record ends before the run does.**\n\n";
  (void)add(part);
}

void Markdown::verdicts() {
  if (run_.scenarios.empty()) return;
  std::string part = "| |", rule = "|:--|";
  for (const Column& column : shown_columns(run_.counts, run_.counts)) {
    put(part, " {} |", column.word);
    rule += "--:|";
  }
  put(part, " all |\n{}--:|\n", rule);
  const auto row = [&](const std::string& title, const Counts& counts) {
    put(part, "| {} |", title);
    for (const Column& column : shown_columns(counts, run_.counts)) put(part, " {} |", column.count);
    put(part, " {} |\n", counts.total());
  };
  for (const Tally& tally : run_.by_protocol) row(plain(tally.name), tally.counts);
  row("**all**", run_.counts);
  (void)add(part + "\n");
}

void Markdown::strictness() {
  if (run_.scenarios.empty()) return;
  std::string part = "| judged, by how the RFC says it | MUST | SHOULD | MAY |\n|:--|--:|--:|--:|\n| held |";
  for (const std::uint64_t count : run_.strictness.held) put(part, " {} |", count);
  for (const record::Finding kind : kFindings) {
    put(part, "\n| {} |", shown_finding(kind));
    for (const Level level : kLevels) put(part, " {} |", shown_spoke(run_.strictness, kind, level));
  }
  (void)add(part + "\n\n");
}

void Markdown::load() {
  if (!run_.load) return;
  const record::LoadEnded& ended = run_.load->ended;
  std::string part;
  put(part, "### Load {}: {}\n\n", plain(ended.profile), plain(ended.arrivals));
  if (run_.load->whole) {
    put(part, "{} scenarios/s for {}, {} finished, {} failed, {} started late\n\n",
        shown_rate(ended.achieved_per_second), shown_time(ended.measured), shown_count(ended.finished),
        shown_count(ended.failed), shown_count(ended.late_starts));
  }
  for (const std::string& why : outcome_of_load(run_).complaints) put(part, "- **missed:** {}\n", plain(why));
  (void)add(part + "\n");
}

void Markdown::capabilities() {
  std::string part;
  for (const Untested& untested : shown_untested(run_)) {
    put(part, "| {} | {} of {} | {} |\n", plain(untested.service), untested.tested, untested.of,
        plain(untested.names));
  }
  if (!part.empty())
    part = "### Capabilities\n\n| | tested | advertised, untested |\n|:--|:--|:--|\n" + part + "\n";
  for (const std::string& works : shown_unadvertised(run_))
    put(part, "- works, though not advertised: {}\n", plain(works));
  (void)add(part + "\n");
}

std::string Markdown::story(const ScenarioResult& result) const {
  std::string text;
  append_field(text, "reason", result.reason);
  if (result.standing) append_field(text, "baseline", shown_standing(*result.standing));
  for (std::size_t i = 0; i < result.spoke.size() && i < kFindingsShown; ++i) {
    const record::Judgement& judgement = result.spoke[i];
    append_field(text, "rule",
                 shown_clause(judgement.clause) + ", " + std::string(shown_finding(judgement)) + ", " +
                     shown_source(judgement));
    append_field(text, "why", judgement.why);
    append_field(text, "wanted", judgement.wanted);
    append_field(text, "got", judgement.got);
    append_field(text, "at", shown_place(judgement));
  }
  if (result.spoke.size() > kFindingsShown)
    put(text, "… and {} more\n", result.spoke.size() - kFindingsShown);
  const std::size_t end = talked_until(result);
  const std::size_t first = end > options_.exchanges ? end - options_.exchanges : 0;
  if (end > first) text += "\n";
  for (std::size_t i = first; i < end; ++i) {
    for (const std::string& line : shown_wire(result.wire[i].bytes, kWireLimit)) {
      put(text, "{} {} {}\n", shown_text(result.wire[i].client), shown_direction(result.wire[i].direction),
          line);
    }
  }
  return text;
}

std::string Markdown::detail(const ScenarioResult& result) const {
  std::string part;
  put(part, "<details><summary><b>{}</b> <code>{}</code> {}</summary>\n\n", name(result.verdict),
      in_html(result.id), in_html(result.title));
  part += fenced(story(result));
  if (!result.again.empty()) part += "\nAgain:\n\n" + fenced(shown_text(result.again));
  return part + "\n</details>\n\n";
}

void Markdown::details() {
  const std::vector<const ScenarioResult*> all = run_.attention();
  if (all.empty()) return;
  (void)add("### Failed, could not be judged, weak\n\n");
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (add(detail(*all[i]))) continue;
    put(out_, "… and {} more: the summary has no room for them, `report.html` shows all.\n\n",
        all.size() - i);
    return;
  }
}

void Markdown::known() {
  if (run_.counts.known() == 0) return;
  std::string part = "### Known to fail\n\n";
  for (const ScenarioResult& result : run_.scenarios) {
    if (result.known()) put(part, "- {}: {}\n", plain(result.id), plain(shown_standing(*result.standing)));
  }
  (void)add(part + "\n");
}

void Markdown::notes() {
  std::string part = "### Noted\n\n";
  bool any = false;
  for (const ScenarioResult& result : run_.scenarios) {
    if (result.verdict != Verdict::Note) continue;
    any = true;
    put(part, "- {}: {}\n", plain(result.id), plain(shown_complaint(result)));
  }
  if (any) (void)add(part + "\n");
}

void Markdown::skips() {
  if (run_.skip_reasons.empty()) return;
  std::string part = "### Skipped\n\n| why | scenarios |\n|:--|--:|\n";
  const std::size_t shown = std::min(kReasonsShown, run_.skip_reasons.size());
  for (std::size_t i = 0; i < shown; ++i) {
    put(part, "| {} | {} |\n", plain(run_.skip_reasons[i].first), run_.skip_reasons[i].second);
  }
  if (run_.skip_reasons.size() > shown)
    put(part, "| … and {} more reasons | |\n", run_.skip_reasons.size() - shown);
  (void)add(part + "\n");
}

// The failures take what room the rest leaves.
std::string Markdown::take() {
  skips();
  notes();
  known();
  capabilities();
  const std::string rest = std::exchange(out_, {});
  room_ = options_.limit - std::min(options_.limit, rest.size());
  heading();
  verdicts();
  strictness();
  load();
  details();
  return out_ + rest;
}

}  // namespace

std::string render_markdown(const Run& run, const MarkdownOptions& options) {
  return Markdown(run, options).take();
}

}  // namespace mailrig::reports
