// Templates: text with ${…} in it.
//   value = "${" ( name [ ( "+" / "-" ) number ] / function ":" name / "repeat:" text ":" number ) "}"
//   function = "size" / "base64" / "quoted" / "literal" / "upper" / "percent"
// Names are resolved to slots here; see names.hpp for which there are.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "harness/scenario/names.hpp"

namespace mailrig::scenario {

struct TemplateOptions {
  bool escapes = false;       // \r \n \t \0 \\ \" \xHH are read
  bool literals = false;      // ${literal:x} may stand here
  bool literal_plus = false;  // … and is written as {n+}
};

// One template, cut where a synchronizing literal waits for its "+": the part before ends in CRLF.
[[nodiscard]] std::vector<Template> parse_segments(const Text& text, const TemplateOptions& options,
                                                   Names& names, Diagnostics& mistakes);
[[nodiscard]] Template parse_template(const Text& text, bool escapes, Names& names, Diagnostics& mistakes);
// What stands between "${" and "}".
[[nodiscard]] Template parse_value(const Text& inside, Names& names, Diagnostics& mistakes);

// "size" of "${size:name}"
[[nodiscard]] std::span<const std::string_view> function_words();

// What may stand behind a backslash: "rnt…".
[[nodiscard]] std::string escape_letters();
// One escape behind a backslash at text[at]; moves past it. False: none that is known.
[[nodiscard]] bool read_escape(std::string_view text, std::size_t& at, std::string& out);

void append_text(Template& into, std::string_view octets);
void append_piece(Template& into, Piece piece, bool secret);

}  // namespace mailrig::scenario
