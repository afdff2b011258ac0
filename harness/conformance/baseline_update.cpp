#include "harness/conformance/baseline_update.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <sstream>

#include <fmt/format.h>
#include <toml++/toml.h>

#include "harness/record/attempts.hpp"
#include "harness/scenario/toml_text.hpp"

namespace mailrig::conformance {

namespace {

using scenario::toml_string;

using record::Standing;
using record::Verdict;
using What = Standing::What;

constexpr std::string_view kHead =
    "# Known failures: what fails, how, and why we live with it. mailrig check --baseline reads it,\n"
    "# mailrig baseline update keeps it up to date. The reasons are yours to write.\n";

std::string shape_lines(const Shape& shape) {
  if (shape.empty()) return "shape   = []\n";
  std::string text = "shape   = [\n";
  for (const std::string& line : shape) text += "  " + toml_string(line) + ",\n";
  return text + "]\n";
}

std::string verdict_line(Verdict verdict) {
  return fmt::format("verdict = \"{}\"\n", name(verdict));
}

std::string rate_line(const Rate& rate) {
  return fmt::format("at-least = \"{}\"\n", shown(rate));
}

std::string known_entry(const std::string& id, const std::string& reason, Verdict verdict,
                        const Shape& shape) {
  return fmt::format("[[known]]\nid      = {}\n{}reason  = {}\n{}", toml_string(id), verdict_line(verdict),
                     toml_string(reason), shape_lines(shape));
}

std::string flaky_entry(const std::string& id, const std::string& reason, const Rate& rate) {
  return fmt::format("[[flaky]]\nid       = {}\nreason   = {}\n{}", toml_string(id), toml_string(reason),
                     rate_line(rate));
}

Rate rate_of(const Outcome& outcome) {
  return {static_cast<std::uint32_t>(outcome.passed()), static_cast<std::uint32_t>(outcome.attempts.size())};
}

// The file's lines; what is put in the place of some, or before one.
class Sheet {
 public:
  explicit Sheet(std::string_view content) {
    while (!content.empty()) {
      const std::size_t end = std::min(content.find('\n'), content.size() - 1) + 1;
      lines_.emplace_back(content.substr(0, end));
      content.remove_prefix(end);
    }
    if (!lines_.empty() && !lines_.back().ends_with('\n')) lines_.back() += '\n';
  }

  // `lines` counts from 1.
  void replace(const Lines& lines, const std::string& text) {
    for (std::uint32_t i = lines.first; i <= lines.last; ++i) gone_[i] = true;
    before_[lines.first] += text;
  }
  // With the comments that stand right above it, and the empty lines below.
  void remove(Lines lines) {
    while (lines.first > 1 && is_comment(lines.first - 1)) --lines.first;
    while (lines.last < lines_.size() && is_blank(lines.last + 1)) ++lines.last;
    replace(lines, "");
  }
  // Before that line and its comments, a blank line between; 0: at the end.
  void insert(std::uint32_t line, const std::string& entry) {
    if (line == 0) {
      end_ += (lines_.empty() && end_.empty() ? "" : "\n") + entry;
      return;
    }
    while (line > 1 && is_comment(line - 1)) --line;
    before_[line] += entry + "\n";
  }

  [[nodiscard]] std::string take() const {
    std::string text;
    for (std::uint32_t i = 1; i <= lines_.size(); ++i) {
      if (const auto found = before_.find(i); found != before_.end()) text += found->second;
      if (gone_.count(i) == 0) text += lines_[i - 1];
    }
    while (!end_.empty() && text.ends_with("\n\n")) text.pop_back();
    text += end_;
    while (text.ends_with("\n\n")) text.pop_back();
    return text;
  }

 private:
  [[nodiscard]] bool is_comment(std::uint32_t line) const {
    const std::string& text = lines_[line - 1];
    return text.substr(std::min(text.find_first_not_of(" \t"), text.size()), 1) == "#";
  }
  [[nodiscard]] bool is_blank(std::uint32_t line) const {
    return lines_[line - 1].find_first_not_of(" \t\r\n") == std::string::npos;
  }

  std::vector<std::string> lines_;
  std::map<std::uint32_t, std::string> before_;
  std::map<std::uint32_t, bool> gone_;
  std::string end_;
};

class Updater {
 public:
  Updater(std::string_view content, const Baseline& baseline, const RatchetOptions& options)
      : baseline_(baseline), options_(options), sheet_(content) {}

  void run(std::span<const Outcome> outcomes, const std::vector<std::string>& all) {
    const Assessment assessment = assess(outcomes, baseline_, options_, all);
    for (const Entry& entry : baseline_.entries) {
      const auto standing = std::find_if(assessment.standings.begin(), assessment.standings.end(),
                                         [&](const Standing& one) { return one.id == entry.id; });
      if (standing == assessment.standings.end()) {
        ++made_.kept;
      } else {
        old(entry, *standing, find(outcomes, entry.id));
      }
    }
    for (const Outcome& outcome : outcomes) {
      if (baseline_.find(outcome.id) == nullptr) fresh(outcome, std::string(kUnexplained));
    }
  }

  Update take() {
    made_.text = sheet_.take();
    return std::move(made_);
  }

 private:
  static const Outcome* find(std::span<const Outcome> outcomes, const std::string& id) {
    const auto found =
        std::find_if(outcomes.begin(), outcomes.end(), [&](const Outcome& one) { return one.id == id; });
    return found == outcomes.end() ? nullptr : &*found;
  }

  void note(char sign, const std::string& id, const std::string& what) {
    made_.changes.push_back(fmt::format("{} {}  {}", sign, id, what));
  }

  void old(const Entry& entry, const Standing& standing, const Outcome* outcome) {
    switch (standing.what) {
      case What::Known:
      case What::Flaky:
        ++made_.kept;
        return;
      case What::Fixed:
      case What::NoSuch:
      case What::Steady:
        sheet_.remove(entry.lines);
        return note('-', entry.id, standing.detail);
      case What::Changed:
        if (outcome->verdict() == Verdict::Flaky) return replace(entry, *outcome, standing.detail);
        note('~', entry.id, standing.detail);
        if (outcome->verdict() != entry.verdict)
          sheet_.replace(entry.verdict_lines, verdict_line(outcome->verdict()));
        sheet_.replace(entry.shape_lines, shape_lines(outcome->shape()));
        return;
      case What::Rarer:
        if (outcome->passed() == 0) return replace(entry, *outcome, standing.detail);
        note('~', entry.id, standing.detail);
        sheet_.replace(entry.rate_lines, rate_line(rate_of(*outcome)));
        return;
    }
  }

  // From one list to the other.
  void replace(const Entry& entry, const Outcome& outcome, const std::string& detail) {
    sheet_.remove(entry.lines);
    note('-', entry.id, detail);
    fresh(outcome, entry.reason);
  }

  void fresh(const Outcome& outcome, const std::string& reason) {
    const Verdict verdict = outcome.verdict();
    if (verdict == Verdict::Broken ||
        !record::fails_run(outcome.verdicts(), options_.strict, options_.retried))
      return;
    const bool flaky = verdict == Verdict::Flaky;
    const std::string text = flaky ? flaky_entry(outcome.id, reason, rate_of(outcome))
                                   : known_entry(outcome.id, reason, verdict, outcome.shape());
    note('+', outcome.id,
         flaky ? "flaky, " + shown(rate_of(outcome)) + " passed" : std::string(name(verdict)));
    sheet_.insert(place(outcome.id, flaky ? Entry::List::Flaky : Entry::List::Known), text);
  }

  // Before the first of its list that comes after it in the alphabet, if the list is in order; 0: at the
  // end of the file; known before flaky.
  [[nodiscard]] std::uint32_t place(const std::string& id, Entry::List list) const {
    std::vector<const Entry*> same;
    std::uint32_t behind = 0;  // the list's end: where the other list begins
    for (const Entry& entry : baseline_.entries) {
      if (entry.list == list) {
        same.push_back(&entry);
        behind = 0;
      } else if (behind == 0) {
        behind = entry.lines.first;
      }
    }
    const bool ordered = std::is_sorted(same.begin(), same.end(),
                                        [](const Entry* a, const Entry* b) { return a->id < b->id; });
    const auto next =
        std::find_if(same.begin(), same.end(), [&](const Entry* entry) { return id < entry->id; });
    if (ordered && next != same.end()) return (*next)->lines.first;
    return same.empty() && list == Entry::List::Flaky ? 0 : behind;
  }

  const Baseline& baseline_;
  const RatchetOptions& options_;
  Sheet sheet_;
  Update made_;
};

}  // namespace

Update update_baseline(std::string_view content, const Baseline& baseline, std::span<const Outcome> outcomes,
                       const RatchetOptions& options, const std::vector<std::string>& all) {
  const std::string head = content.empty() ? std::string(kHead) : std::string();
  Updater updater(content.empty() ? std::string_view(head) : content, baseline, options);
  updater.run(outcomes, all);
  return updater.take();
}

}  // namespace mailrig::conformance
