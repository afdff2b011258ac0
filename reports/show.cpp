#include "reports/show.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "harness/record/utf8.hpp"
#include "harness/wire/utf8.hpp"
#include "harness/wire/visible.hpp"

namespace mailrig::reports {

namespace {

// Three significant digits or so: "1.23", "12.3", "123".
std::string short_number(double value) {
  if (value < 9.995) return fmt::format("{:.2f}", value);
  return value < 99.95 ? fmt::format("{:.1f}", value) : fmt::format("{:.0f}", value);
}

// What a reader must not act on: C0, DEL, C1, zero-width and bidirectional controls, U+FFFE, U+FFFF.
bool acts(std::string_view sequence) {
  const auto octet = [&](std::size_t i) { return static_cast<std::uint8_t>(sequence[i]); };
  if (sequence.size() == 1) return octet(0) < 0x20 || octet(0) == 0x7F;
  if (sequence.size() == 2) return octet(0) == 0xC2 && octet(1) < 0xA0;
  if (sequence.size() != 3) return false;
  const unsigned code = (octet(0) & 0x0FU) << 12 | (octet(1) & 0x3FU) << 6 | (octet(2) & 0x3FU);
  return (code >= 0x200B && code <= 0x200F) || (code >= 0x2028 && code <= 0x202E) ||
         (code >= 0x2060 && code <= 0x2069) || code >= 0xFFFE;
}

}  // namespace

std::string shown_time(std::chrono::nanoseconds time) {
  const auto ns = static_cast<double>(time.count());
  if (ns < 1e3) return fmt::format("{} ns", time.count());
  if (ns < 999.5e3) return short_number(ns / 1e3) + " µs";
  if (ns < 999.5e6) return short_number(ns / 1e6) + " ms";
  if (ns < 120e9) return short_number(ns / 1e9) + " s";
  const std::int64_t seconds = time.count() / 1'000'000'000;
  return fmt::format("{} min {} s", seconds / 60, seconds % 60);
}

std::string shown_count(std::uint64_t count) {
  std::string digits = fmt::format("{}", count);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, 1, ',');
  return digits;
}

std::string shown_octets(std::uint64_t octets) {
  constexpr std::array<std::string_view, 5> kUnits{"KiB", "MiB", "GiB", "TiB", "PiB"};
  if (octets < 1024) return fmt::format("{} octets", octets);
  auto value = static_cast<double>(octets) / 1024;
  std::size_t unit = 0;
  for (; value >= 1000 && unit + 1 < kUnits.size(); ++unit) value /= 1024;
  return short_number(value) + " " + std::string(kUnits.at(unit));
}

std::string shown_rate(double per_second) {
  if (per_second < 1000) return fmt::format("{:.1f}", per_second);
  return shown_count(static_cast<std::uint64_t>(std::llround(per_second)));
}

std::string shown_text(std::string_view text) {
  const std::string clean = record::clean_utf8(text);
  std::string out;
  out.reserve(clean.size());
  for (std::string_view rest = clean; !rest.empty();) {
    const std::string_view sequence = rest.substr(0, std::max<std::size_t>(wire::utf8_sequence(rest), 1));
    if (acts(sequence)) {
      wire::append_visible(out, sequence);
    } else {
      out += sequence;
    }
    rest.remove_prefix(sequence.size());
  }
  return out;
}

std::string shown_part(std::string text, std::size_t limit) {
  if (text.size() <= limit) return text;
  while (limit > 0 && (static_cast<unsigned char>(text[limit]) & 0xC0U) == 0x80) --limit;
  return fmt::format("{}… (+{} octets)", std::string_view(text).substr(0, limit), text.size() - limit);
}

std::string shown_line(std::string text, std::size_t width) {
  std::size_t characters = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool begins = (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U;
    if (begins && ++characters > width - 1 && text.size() - at > 1) return text.substr(0, at) + "…";
  }
  return text;
}

std::vector<std::string> shown_wire(std::string_view bytes, std::size_t limit) {
  constexpr std::string_view kEscapedMask = "\\xC2\\xAB***\\xC2\\xBB";
  std::vector<std::string> lines;
  const std::size_t left_out = bytes.size() > limit ? bytes.size() - limit : 0;
  bytes = bytes.substr(0, limit);
  while (!bytes.empty()) {
    const std::size_t size = std::min(bytes.find('\n'), bytes.size() - 1) + 1;
    std::string line = wire::visible(bytes.substr(0, size), limit);
    for (std::size_t at = line.find(kEscapedMask); at != std::string::npos;
         at = line.find(kEscapedMask, at + 1)) {
      line.replace(at, kEscapedMask.size(), "«***»");
    }
    lines.push_back(std::move(line));
    bytes.remove_prefix(size);
  }
  if (left_out > 0) lines.push_back(fmt::format("… (+{} octets)", left_out));
  return lines;
}

std::string shown_clause(const record::Reference& clause) {
  if (clause.rfc == 0) return {};
  return shown_text(section_name(clause)) + " " + std::string(name(clause.level));
}

std::string shown_place(const record::Judgement& judgement) {
  if (judgement.file.empty()) return {};
  if (judgement.line == 0) return shown_text(judgement.file);
  return fmt::format("{}:{}:{}", shown_text(judgement.file), judgement.line, judgement.column);
}

std::string shown_source(const record::Judgement& judgement) {
  std::string source(name(judgement.source));
  if (!judgement.rule.empty()) source += " " + shown_text(judgement.rule);
  return source;
}

std::string shown_explain(const ScenarioResult& result) {
  return "mailrig explain " + shown_text(result.id);
}

std::string shown_complaint(const ScenarioResult& result) {
  if (!result.reason.empty()) return shown_text(result.reason);
  if (result.spoke.empty()) return "no finding was recorded";
  const record::Judgement& first = result.spoke.front();
  std::string text = shown_clause(first.clause);
  if (!text.empty()) text += ": ";
  if (!first.why.empty()) return text + shown_text(first.why);
  return text + "wanted " + shown_text(first.wanted) + ", got " + shown_text(first.got);
}

std::string shown_headline(const Run& run) {
  if (run.scenarios.empty() && run.load) {
    const bool well =
        run.ended.invalid.empty() && run.load->whole && run.load->ended.objectives_missed.empty();
    const std::string rate = shown_rate(run.load->ended.achieved_per_second);
    return fmt::format("{} scenarios per second, {}", rate, well ? "objectives met" : "not as wanted");
  }
  const std::uint64_t failed = run.counts.of(Verdict::Fail), weak = run.counts.of(Verdict::Weak);
  const std::uint64_t unjudged = run.counts.of(Verdict::Blocked) + run.counts.of(Verdict::Broken);
  std::string text = failed > 0 ? fmt::format("{} of {} scenarios failed", failed, run.counts.total())
                                : fmt::format("No failure: {} of {} scenarios passed",
                                              run.counts.of(Verdict::Pass), run.counts.total());
  if (run.counts.of(Verdict::Flaky) > 0) text += fmt::format(", {} flaky", run.counts.of(Verdict::Flaky));
  if (run.counts.known() > 0) text += fmt::format(", {} known to fail", run.counts.known());
  if (weak > 0) text += fmt::format(", {} weak", weak);
  if (unjudged > 0) text += fmt::format(", {} could not be judged", unjudged);
  if (run.load)
    text += fmt::format("; {} per second under load", shown_rate(run.load->ended.achieved_per_second));
  return text;
}

std::vector<Untested> shown_untested(const Run& run) {
  std::vector<Untested> all;
  if (run.scenarios.empty()) return all;
  for (const CapabilityUse& use : run.capabilities) {
    if (!use.advertised) continue;
    if (all.empty() || all.back().service != use.service) all.emplace_back().service = use.service;
    Untested& one = all.back();
    ++one.of;
    if (use.run > 0) {
      ++one.tested;
    } else {
      one.names += (one.names.empty() ? "" : ", ") + shown_text(use.name);
    }
  }
  return all;
}

std::vector<std::string> shown_unadvertised(const Run& run) {
  std::vector<std::string> all;
  for (const CapabilityUse& use : run.capabilities) {
    if (!use.works_unadvertised()) continue;
    all.push_back(fmt::format("{} ({}), {} of {} trials", shown_text(use.name), shown_text(use.service),
                              use.passed, use.trials));
  }
  return all;
}

std::string_view shown_finding(record::Finding finding) {
  return finding == record::Finding::Quirk ? "interop quirk" : name(finding);
}

std::string_view shown_finding(const record::Judgement& judgement) {
  const bool missing =
      judgement.clause.level == Level::May && judgement.finding == record::Finding::Violation;
  return missing ? "not offered" : shown_finding(judgement.finding);
}

std::string shown_spoke(const Strictness& strictness, record::Finding finding, Level level) {
  const std::uint64_t count = strictness.of(finding, level);
  const bool missing = level == Level::May && finding == record::Finding::Violation && count > 0;
  return shown_count(count) + (missing ? " not offered" : "");
}

std::vector<Column> shown_columns(const Counts& counts, const Counts& whole) {
  std::vector<Column> columns;
  for (const Verdict verdict : kVerdicts) {
    if (verdict == Verdict::Flaky && whole.of(verdict) == 0) continue;
    columns.push_back({name(verdict), counts.of(verdict)});
  }
  if (whole.known() > 0) columns.push_back({"known", counts.known()});
  return columns;
}

std::string shown_ordinal(std::size_t number) {
  const std::size_t tens = number % 100, ones = number % 10;
  std::string_view ending = "th";
  if (tens < 11 || tens > 13) ending = ones == 1 ? "st" : ones == 2 ? "nd" : ones == 3 ? "rd" : "th";
  return fmt::format("{}{}", number, ending);
}

bool is_stale(const record::Standing& standing) {
  using What = record::Standing::What;
  return standing.what == What::Fixed || standing.what == What::NoSuch || standing.what == What::Steady;
}

std::string shown_place(const record::Standing& standing) {
  return fmt::format("{}:{}", shown_text(standing.file), standing.line);
}

std::string shown_standing(const record::Standing& standing) {
  using What = record::Standing::What;
  std::string reason = shown_text(standing.reason);
  const std::string detail = shown_text(standing.detail);
  switch (standing.what) {
    case What::Known:
      return reason;
    case What::Flaky:
      return fmt::format("{} (flaky: {})", reason, detail);
    case What::Changed:
      return fmt::format("not as listed in {}: {}", shown_place(standing), detail);
    case What::Rarer:
      return fmt::format("passes less often than listed in {}: {}", shown_place(standing), detail);
    case What::Fixed:
    case What::NoSuch:
    case What::Steady:
      break;
  }
  const std::string lines = standing.through > standing.line
                                ? fmt::format("lines {} to {}", standing.line, standing.through)
                                : fmt::format("line {}", standing.line);
  return fmt::format("{} {}; delete {}", shown_text(standing.id), detail, lines);
}

std::string_view shown_direction(record::Direction direction) {
  switch (direction) {
    case record::Direction::Sent:
      return "C:";
    case record::Direction::Received:
      return "S:";
    default:
      return "--";
  }
}

std::size_t talked_until(const ScenarioResult& result) {
  if (result.spoke.empty()) return result.wire.size();
  const record::Elapsed at = result.spoke.front().at;
  std::size_t end = result.wire.size();
  while (end > 0 && result.wire[end - 1].at > at) --end;
  return end > 0 ? end : result.wire.size();
}

std::chrono::nanoseconds run_time(const Run& run) {
  if (run.whole) return run.ended.at;
  std::chrono::nanoseconds last{};
  for (const ScenarioResult& result : run.scenarios) last = std::max(last, result.started_at + result.took);
  if (run.load && !run.load->ticks.empty()) last = std::max(last, run.load->ticks.back().at);
  return last;
}

}  // namespace mailrig::reports
