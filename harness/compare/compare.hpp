// Two records of the same scenarios, kept whole (--keep-wire), compared: a fold over both.
//
// Step by step, aligned by the commands that were sent, and within a step unit by unit: replies in order,
// IMAP's untagged responses in any order. What servers may choose freely is put aside (unit.hpp). Where the
// dialogue ended early on one side, what only the other went on to is not compared.
#pragma once

#include <span>
#include <string>

#include "harness/compare/difference.hpp"

namespace mailrig::compare {

inline constexpr std::size_t kOctetsShown = 4096;  // of one unit or command, in a difference

// `a` and `b`: all events of a run each. Names of scenarios are those of the records.
[[nodiscard]] Comparison compare(std::span<const record::Event> a, std::span<const record::Event> b);

}  // namespace mailrig::compare
