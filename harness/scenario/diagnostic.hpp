// What is wrong in a scenario, profile or target file, and where: "file:line:column: message", in a
// fragment with who included it behind.
// Readers go on after a mistake, so that one run shows them all.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "harness/scenario/program.hpp"

namespace mailrig::scenario {

struct Diagnostic {
  Location where;
  std::string message;
};
using Diagnostics = std::vector<Diagnostic>;

[[nodiscard]] std::string place(const Location& where);  // "file:line:column"
[[nodiscard]] std::string render(const Diagnostic& diagnostic);
// By file, line and column; a line each.
[[nodiscard]] std::string render(Diagnostics diagnostics);

// A word of the file as messages name it: 'word'.
[[nodiscard]] std::string quote(std::string_view word);
// The candidate that is nearest to `word`, if one is near enough to be what was meant.
[[nodiscard]] std::string_view nearest(std::string_view word, std::span<const std::string_view> candidates);
[[nodiscard]] std::string_view nearest(std::string_view word, const std::vector<std::string>& candidates);
// "; did you mean 'x'?", or nothing.
[[nodiscard]] std::string did_you_mean(std::string_view nearest);

// A piece of a file that knows where it stands.
struct Text {
  std::string_view text;
  Location at;
  [[nodiscard]] Text from(std::size_t offset, std::size_t count = std::string_view::npos) const;
  [[nodiscard]] Location where(std::size_t offset) const;
};

}  // namespace mailrig::scenario
