// What an 'if' asks and a 'check' compares.
//   condition  = "offered" SP need / "rev" SP ( "imap4rev1" / "imap4rev2" ) / "answered" SP pattern /
//                "closed" / comparison
//   comparison = value SP ( "=" / "!=" / "<" / "<=" / ">" / ">=" ) SP value
//   value      = word / quoted                                  ; ${…} in both, escapes in quoted
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "harness/scenario/names.hpp"

namespace mailrig::scenario {

// Whom the words are about.
struct Asked {
  Service service = Service::Imap;  // whose capability is meant, whose replies
  bool client_known = true;         // 'answered' and 'closed' need one
};

// Nothing if it is wrong (and then said).
using Condition = std::variant<Need, Rev, Pattern, Comparison, IsClosed>;
[[nodiscard]] std::optional<Condition> parse_condition(const Text& text, const Asked& asked, Names& names,
                                                       Diagnostics& mistakes);
[[nodiscard]] std::optional<Comparison> parse_comparison(const Text& text, Names& names,
                                                         Diagnostics& mistakes);

// "offered", "rev", "answered", "closed"
[[nodiscard]] std::span<const std::string_view> condition_words();
// 'offered' and 'rev': known when a program is made for a target, not only while playing.
[[nodiscard]] bool is_settled_early(std::string_view condition);
// "imap4rev1", "imap4rev2"
[[nodiscard]] std::optional<Rev> rev_named(std::string_view word);
[[nodiscard]] std::string_view name(Rev rev);
// "; meant is …", "; did you mean …": behind a word that is none.
[[nodiscard]] std::string meant_revision(std::string_view word);

}  // namespace mailrig::scenario
