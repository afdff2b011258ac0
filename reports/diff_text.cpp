// The terminal, as reports/text: every line is made of shown_… text.
#include <algorithm>
#include <iterator>
#include <map>

#include <fmt/format.h>

#include "reports/diff.hpp"
#include "reports/show.hpp"

namespace mailrig::reports {

namespace {

constexpr std::size_t kGroups = 60;   // shown whole
constexpr std::size_t kReasons = 8;   // why scenarios were not compared
constexpr std::size_t kOctets = 400;  // of one unit or command
constexpr std::size_t kLines = 4;     // of one unit or command
constexpr std::string_view kIndent = "      ";

class DiffText {
 public:
  DiffText(const Diff& diff, const TextOptions& options) : diff_(diff), options_(options) {}

  std::string render() {
    heading();
    verdicts();
    groups();
    explained();
    not_compared();
    ending();
    return std::move(out_);
  }

 private:
  template <class... Args>
  void line(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(out_), format, std::forward<Args>(args)...);
    out_.push_back('\n');
  }
  void cut_line(std::string text) { line("{}", shown_line(std::move(text), options_.width)); }
  [[nodiscard]] std::string bold(const std::string& text) const {
    return options_.colour ? "\x1b[1m" + text + "\x1b[0m" : text;
  }

  void heading() {
    line("{}", bold(fmt::format("mailrig diff {}, {}", shown_text(diff_.a.started.tool_version),
                                shown_text(diff_.a.started.started_at))));
    for (const auto& [letter, side] : {std::pair("a", &diff_.a), std::pair("b", &diff_.b)}) {
      std::string text = fmt::format("  {}  {}:", letter, shown_text(side->name));
      for (const auto& [what, value] : side->started.target) {
        if (what.find(' ') == std::string::npos) text += " " + shown_text(what) + " " + shown_text(value);
      }
      cut_line(std::move(text));
    }
  }

  void verdicts() {
    if (diff_.verdicts.empty()) return;
    line("\n  {} have different verdicts", diff_.verdicts.size());
    for (const compare::Compared& compared : diff_.verdicts) {
      line("  {}  {} | {}", shown_text(compared.id), name(compared.a), name(compared.b));
      if (!compared.a_complaint.empty()) cut_line(fmt::format("    a: {}", shown_text(compared.a_complaint)));
      if (!compared.b_complaint.empty()) cut_line(fmt::format("    b: {}", shown_text(compared.b_complaint)));
    }
  }

  void groups() {
    std::size_t shown = 0;
    for (const DiffGroup& group : diff_.groups) {
      if (group.explained != nullptr) break;
      if (shown++ < kGroups) one(group);
    }
    if (shown > kGroups) line("\n  … and {} more", shown - kGroups);
  }

  static std::string where(const DiffGroup& group) {
    std::string text = fmt::format("in {}", shown_text(group.places.front().scenario));
    if (!group.places.front().client.empty()) text += ", " + shown_text(group.places.front().client);
    const std::size_t more = group.places.size() - 1;
    return more == 0 ? text : fmt::format("{}, and {} more", text, more);
  }

  void one(const DiffGroup& group) {
    line("\n  {}", bold(shown_text(group.line)));
    line("    {}", where(group));
    if (group.example.verb == "verdict") return;
    octets("a C:", group.example.a_sent);
    octets("a S:", group.example.a_received);
    if (group.example.b_sent != group.example.a_sent) octets("b C:", group.example.b_sent);
    octets("b S:", group.example.b_received);
  }

  void octets(std::string_view label, const std::string& bytes) {
    if (bytes.empty()) return line("{}{} -", kIndent, label);
    const std::vector<std::string> lines = shown_wire(bytes, kOctets);
    for (std::size_t i = 0; i < std::min(kLines, lines.size()); ++i)
      line("{}{} {}", kIndent, label, lines[i]);
    if (lines.size() > kLines) line("{}{} … {} lines more", kIndent, label, lines.size() - kLines);
  }

  void explained() {
    const std::size_t count = diff_.groups.size() - diff_.unexplained();
    if (count == 0) return;
    line("\n  {} explained", count);
    for (const DiffGroup& group : diff_.groups) {
      if (group.explained == nullptr) continue;
      cut_line(fmt::format("  {:>4}  {}  ({})", group.places.size(), shown_text(group.line),
                           shown_text(group.explained->reason)));
    }
  }

  void not_compared() {
    if (diff_.not_compared.empty()) return;
    std::map<std::string, std::size_t> reasons;
    for (const compare::NotCompared& each : diff_.not_compared) ++reasons[each.reason];
    std::vector<std::pair<std::size_t, std::string>> sorted;
    for (const auto& [reason, count] : reasons) sorted.emplace_back(count, reason);
    std::sort(sorted.rbegin(), sorted.rend());
    line("\n  {} not compared", diff_.not_compared.size());
    for (std::size_t i = 0; i < std::min(kReasons, sorted.size()); ++i)
      cut_line(fmt::format("  {:>4}  {}", sorted[i].first, shown_text(sorted[i].second)));
    if (sorted.size() > kReasons) line("  … and for {} more reasons", sorted.size() - kReasons);
  }

  void ending() {
    for (const std::string& remark : diff_.remarks) cut_line("  " + shown_text(remark));
    for (const Explanation* stale : diff_.stale) {
      line("  {}: expected, and not there any more: {} '{}'", shown_text(stale->place), shown_text(stale->id),
           shown_text(stale->pattern));
    }
    line("\n  {} scenarios compared: {}", diff_.compared, diff_.groups.empty() ? "no difference" : count());
  }

  [[nodiscard]] std::string count() const {
    const std::size_t unexplained = diff_.unexplained(), all = diff_.groups.size();
    return fmt::format("{} difference{}{}", all, all == 1 ? "" : "s",
                       unexplained == all ? "" : fmt::format(", {} not explained", unexplained));
  }

  const Diff& diff_;
  const TextOptions& options_;
  std::string out_;
};

}  // namespace

std::string render_diff_text(const Diff& diff, const TextOptions& options) {
  return DiffText(diff, options).render();
}

}  // namespace mailrig::reports
