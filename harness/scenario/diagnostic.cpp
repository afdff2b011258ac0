#include "harness/scenario/diagnostic.hpp"

#include <algorithm>
#include <tuple>

#include "harness/wire/ascii.hpp"

namespace mailrig::scenario {

namespace {

constexpr std::size_t kWordLimit = 64;  // longer words are not compared

// Levenshtein's distance, one row at a time.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t changed = diagonal + (wire::to_lower(a[i - 1]) == wire::to_lower(b[j - 1]) ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, changed});
    }
  }
  return row[b.size()];
}

}  // namespace

std::string render(const Diagnostic& diagnostic) {
  const Location& where = diagnostic.where;
  return where.file + ":" + std::to_string(where.line) + ":" + std::to_string(where.column) + ": " +
         diagnostic.message;
}

std::string render(Diagnostics diagnostics) {
  const auto key = [](const Diagnostic& d) { return std::tie(d.where.file, d.where.line, d.where.column); };
  std::stable_sort(diagnostics.begin(), diagnostics.end(),
                   [&](const Diagnostic& a, const Diagnostic& b) { return key(a) < key(b); });
  std::string lines;
  for (const Diagnostic& diagnostic : diagnostics) lines += render(diagnostic) + "\n";
  return lines;
}

std::string_view nearest(std::string_view word, std::span<const std::string_view> candidates) {
  if (word.empty() || word.size() > kWordLimit) return {};
  std::string_view best;
  std::size_t best_distance = 1 + word.size() / 3;
  for (const std::string_view candidate : candidates) {
    if (candidate.size() > kWordLimit) continue;
    const std::size_t here = distance(word, candidate);
    if (here <= best_distance && (best.empty() || here < best_distance)) {
      best = candidate;
      best_distance = here;
    }
  }
  return best;
}

std::string_view nearest(std::string_view word, const std::vector<std::string>& candidates) {
  const std::vector<std::string_view> views(candidates.begin(), candidates.end());
  const std::string_view found = nearest(word, std::span<const std::string_view>(views));
  for (const std::string& candidate : candidates) {
    if (candidate == found) return candidate;
  }
  return {};
}

std::string did_you_mean(std::string_view nearest) {
  return nearest.empty() ? std::string() : "; did you mean '" + std::string(nearest) + "'?";
}

Location Text::where(std::size_t offset) const {
  Location place = at;
  place.column += static_cast<std::uint32_t>(offset);
  return place;
}

Text Text::from(std::size_t offset, std::size_t count) const {
  offset = std::min(offset, text.size());
  return Text{text.substr(offset, count), where(offset)};
}

}  // namespace mailrig::scenario
