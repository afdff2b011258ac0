// What the scenarios of a run are compiled for and judged by, into its record and back.
#pragma once

#include "harness/conformance/play_one.hpp"
#include "harness/record/event.hpp"

namespace mailrig::conformance {

// What a target can do, as words: "imap", "imap starttls", "imap auth-plain", "literal-plus", "uidplus".
[[nodiscard]] std::vector<std::string> words_of(const scenario::FixtureFacts& facts);
// False: a word that is not known here.
[[nodiscard]] bool read_words(const std::vector<std::string>& words, scenario::FixtureFacts& facts);

[[nodiscard]] record::Stage stage_event(const Target& target, const PlayOptions& options,
                                        const record::Masker& masker);

}  // namespace mailrig::conformance
