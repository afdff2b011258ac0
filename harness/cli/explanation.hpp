// A scenario in words, for people.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "harness/conformance/selection.hpp"
#include "harness/scenario/requirements.hpp"

namespace mailrig::cli {

inline constexpr std::size_t kExplainedWidth = 100;  // columns

// Text from column `start` on, in lines that end before column `width`; what goes on begins at column
// `indent`. Words are not cut.
[[nodiscard]] std::string wrapped(std::string_view text, std::size_t indent, std::size_t start,
                                  std::size_t width = kExplainedWidth);
// How a scenario begins: "imap: logged in, with a mailbox of its own selected that holds plain and dots".
[[nodiscard]] std::vector<std::string> set_up_in_words(const scenario::Scenario& scenario);
// The whole of it. `dialogue`: its lines as they stand in its file.
[[nodiscard]] std::string render_explanation(const scenario::Scenario& scenario,
                                             const scenario::Requirements& requirements,
                                             std::string_view dialogue);
// Under a heading; long lines go on under their own text.
[[nodiscard]] std::string render_dialogue(std::string_view heading, std::string_view lines);
// What stands on "9051#6.3" and what is below it: each section with what it asks and who asks it.
[[nodiscard]] std::string render_section(const std::string& wanted,
                                         const std::vector<conformance::ScenarioPtr>& scenarios,
                                         const scenario::Requirements& requirements);

}  // namespace mailrig::cli
