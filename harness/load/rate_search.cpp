#include "harness/load/rate_search.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "harness/load/profile.hpp"

namespace mailrig::load {

namespace {

// Three digits: what is nearer to each other than that no run can tell apart.
double rounded(double rate) {
  const double unit = std::pow(10, std::floor(std::log10(rate)) - 2);
  return std::round(rate / unit) * unit;
}

bool parse_rate(std::string_view text, double& rate) {
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, rate, std::chars_format::fixed);
  return read.ec == std::errc{} && read.ptr == end && rate >= kMinRate && rate <= kMaxRate;
}

}  // namespace

std::optional<double> RateSearch::next() const {
  if (!kept_) return missed_ ? std::nullopt : std::optional(lowest_);
  if (!missed_) return *kept_ < highest_ ? std::optional(std::min(*kept_ * 2, highest_)) : std::nullopt;
  if (*missed_ <= *kept_ * (1 + kWithin)) return std::nullopt;
  const double between = rounded(std::sqrt(*kept_ * *missed_));
  return between > *kept_ && between < *missed_ ? std::optional(between) : std::nullopt;
}

void RateSearch::told(double rate, bool kept) {
  (kept ? kept_ : missed_) = rate;
}

std::optional<RateSearch> parse_rate_search(std::string_view text) {
  const std::size_t dots = text.find("..");
  double lowest = 0, highest = 0;
  if (dots == std::string_view::npos || !parse_rate(text.substr(0, dots), lowest) ||
      !parse_rate(text.substr(dots + 2), highest) || lowest >= highest) {
    return std::nullopt;
  }
  return RateSearch(lowest, highest);
}

}  // namespace mailrig::load
