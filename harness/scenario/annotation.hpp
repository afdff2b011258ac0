// What stands behind " # " on a line, read strictly:
//   annotations = annotation *( ";" annotation )
//   annotation  = "rfc" number SP section [ SP ( "MUST" / "SHOULD" / "MAY" ) ] / "MUST" / "SHOULD" / "MAY"
//               / "after the line above" / "within" SP time / "not before" SP time
//               / "exploitable" / "hardening" / "quirk"
//   time        = number ( "ms" / "s" / "min" )
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "harness/scenario/diagnostic.hpp"

namespace mailrig::scenario {

struct Annotations {
  std::uint16_t rfc = 0;  // 0: the scenario's own clause
  std::string section;
  std::optional<Level> level;
  std::string finding;
  bool after = false;
  Milliseconds within{0}, not_before{0};
  friend bool operator==(const Annotations&, const Annotations&) = default;
};

[[nodiscard]] Annotations parse_annotations(const Text& text, Diagnostics& mistakes);
// "within", "MUST": what an annotation is or begins with, but for a clause.
[[nodiscard]] std::span<const std::string_view> annotation_words();
[[nodiscard]] std::optional<Milliseconds> parse_time(std::string_view word);
// "rfc9051 6.4.8" or "rfc9051"; nothing if it is neither.
[[nodiscard]] bool parse_clause(std::string_view text, std::uint16_t& rfc, std::string& section);
[[nodiscard]] std::optional<Level> parse_level(std::string_view word);

}  // namespace mailrig::scenario
