#include "harness/scenario/diagnostic.hpp"

#include <algorithm>
#include <tuple>

#include "harness/wire/nearest.hpp"

namespace mailrig::scenario {

std::string place(const Location& where) {
  return where.file + ":" + std::to_string(where.line) + ":" + std::to_string(where.column);
}

std::string render(const Diagnostic& diagnostic) {
  const Location& where = diagnostic.where;
  return place(where) + ": " + diagnostic.message +
         (where.included_by.empty() ? "" : " (included by " + where.included_by + ")");
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
  return wire::nearest(word, candidates);
}

std::string_view nearest(std::string_view word, const std::vector<std::string>& candidates) {
  const std::vector<std::string_view> views(candidates.begin(), candidates.end());
  const std::string_view found = nearest(word, std::span<const std::string_view>(views));
  for (const std::string& candidate : candidates) {
    if (candidate == found) return candidate;
  }
  return {};
}

std::string quote(std::string_view word) {
  return "'" + std::string(word) + "'";
}

std::string did_you_mean(std::string_view nearest) {
  return nearest.empty() ? std::string() : "; did you mean " + quote(nearest) + "?";
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
