#include "harness/load/objective.hpp"

#include <charconv>
#include <cmath>

#include <fmt/format.h>

namespace mailrig::load {

namespace {

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

// A decimal number at the front of `text`, taken off.
std::optional<double> take_number(std::string_view& text) {
  double value = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
  if (error != std::errc{} || !std::isfinite(value) || value < 0) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return value;
}

bool read_metric(std::string_view word, Objective& out) {
  using Metric = Objective::Metric;
  if (word == "mean") out.metric = Metric::Mean;
  if (word == "max") out.metric = Metric::Max;
  if (word == "errors") out.metric = Metric::Errors;
  if (word == "late") out.metric = Metric::Late;
  if (word == "rate") out.metric = Metric::Rate;
  if (out.metric != Metric::Quantile) return true;
  if (!word.starts_with('p')) return false;
  word.remove_prefix(1);
  const auto percent = take_number(word);
  if (!percent || !word.empty() || *percent <= 0 || *percent > 100) return false;
  out.quantile = *percent / 100;
  return true;
}

bool read_limit(std::string_view word, Objective& out) {
  using Metric = Objective::Metric;
  if (out.metric == Metric::Errors || out.metric == Metric::Late) {
    const auto percent = take_number(word);
    if (!percent || word != "%") return false;
    out.limit = *percent / 100;
    return true;
  }
  if (out.metric == Metric::Rate) {
    const auto rate = take_number(word);
    if (!rate || (!word.empty() && word != "/s")) return false;
    out.limit = *rate;
    return true;
  }
  const auto time = parse_duration(word);
  if (!time) return false;
  out.limit = std::chrono::duration<double>(*time).count();
  return true;
}

}  // namespace

std::optional<std::chrono::nanoseconds> parse_duration(std::string_view text) {
  const auto number = take_number(text);
  if (!number) return std::nullopt;
  const double unit = text == "us"   ? 1e3
                      : text == "ms" ? 1e6
                      : text == "s"  ? 1e9
                      : text == "m"  ? 60e9
                      : text == "h"  ? 3600e9
                                     : 0;
  const double ns = *number * unit;
  if (unit == 0 || ns > 1e17) return std::nullopt;
  return std::chrono::nanoseconds(static_cast<std::int64_t>(ns));
}

std::optional<Objective> parse_objective(std::string_view text, std::string& mistake) {
  Objective out;
  out.source = std::string(text);
  const std::size_t sign = text.find_first_of("<>");
  if (sign == std::string_view::npos) {
    mistake = "an objective reads like \"p99 < 200ms\", \"errors < 1%\" or \"rate > 100\"";
    return std::nullopt;
  }
  out.below = text[sign] == '<';
  std::string_view left = trimmed(text.substr(0, sign));
  if (const std::size_t colon = left.rfind(": "); colon != std::string_view::npos) {
    out.series = std::string(trimmed(left.substr(0, colon)));
    left = trimmed(left.substr(colon + 1));
  }
  if (!read_metric(left, out)) {
    mistake = fmt::format("'{}' is no metric: p50, p99.9, mean, max, errors, late or rate", left);
    return std::nullopt;
  }
  const std::string_view right = trimmed(text.substr(sign + 1));
  if (!read_limit(right, out)) {
    const bool share = out.metric == Objective::Metric::Errors || out.metric == Objective::Metric::Late;
    mistake = fmt::format("'{}' is no limit for {}: {} was meant", right, left,
                          share                                   ? "a percentage like 1%"
                          : out.metric == Objective::Metric::Rate ? "a number like 100 or 100/s"
                                                                  : "a time like 200ms");
    return std::nullopt;
  }
  return out;
}

std::string show_seconds(double seconds) {
  if (seconds >= 1) return fmt::format("{:.2f} s", seconds);
  if (seconds >= 1e-3) return fmt::format("{:.1f} ms", seconds * 1e3);
  return fmt::format("{:.0f} µs", seconds * 1e6);
}

}  // namespace mailrig::load
