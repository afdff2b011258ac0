// What the scenarios of a run are compiled for and judged by, into its record and back.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "harness/conformance/play_options.hpp"
#include "harness/conformance/target.hpp"
#include "harness/record/event.hpp"
#include "harness/record/mask.hpp"

namespace mailrig::conformance {

[[nodiscard]] record::Stage stage_event(const Target& target, const PlayOptions& options,
                                        const record::Masker& masker);

// The target as far as the compiler and `needs` ask; it can't be connected to. Accounts are empty.
struct Restaged {
  Target target;
  PlayOptions options;
  record::Masker masker;  // knows the placeholders
};
// Nothing: it speaks of abilities that are not known here.
[[nodiscard]] std::optional<Restaged> restage(const record::Stage& stage);

// What a target can do, as words: "imap", "imap starttls", "imap auth-plain", "literal-plus", "imap4rev2".
[[nodiscard]] std::vector<std::string> words_of(const scenario::FixtureFacts& facts);
// False: a word that is not known here.
[[nodiscard]] bool read_words(const std::vector<std::string>& words, scenario::FixtureFacts& facts);

}  // namespace mailrig::conformance
