// The constructs that are alternatives of a type, by their names as an author writes them. Each switch knows
// all of its type's alternatives: one more does not compile before it has a name.
#pragma once

#include <string>
#include <string_view>

#include "harness/scenario/constructs.hpp"
#include "harness/scenario/line.hpp"
#include "harness/scenario/program.hpp"

namespace mailrig::scenario {

inline constexpr std::string_view kNoConstruct = "-";  // an alternative that nobody writes

// Empty behind the last alternative.
[[nodiscard]] std::string_view construct(Verb verb);
[[nodiscard]] std::string_view construct(CloseKind kind);
[[nodiscard]] std::string_view construct(Handshake::Outcome outcome);
[[nodiscard]] std::string_view construct(Need::Kind kind);
[[nodiscard]] std::string_view construct(Term::Kind kind);
[[nodiscard]] std::string_view construct(Relation relation);
[[nodiscard]] std::string_view construct(Piece::Kind kind);
[[nodiscard]] std::string_view construct(Comparison::Operator is);
[[nodiscard]] std::string_view construct(LinePattern::Kind kind);
[[nodiscard]] std::string_view construct(ImapPattern::Kind kind);
[[nodiscard]] std::string_view construct(DataShape shape);

inline void add_construct(Constructs& into, std::string_view family, std::string_view word) {
  if (word == kNoConstruct) return;
  into.insert(std::string(family) + " " + std::string(word));
}

template <typename Alternatives>
void add_alternatives(Constructs& into, std::string_view family) {
  for (unsigned i = 0; !construct(static_cast<Alternatives>(i)).empty(); ++i)
    add_construct(into, family, construct(static_cast<Alternatives>(i)));
}

// Patterns, terms and values of a program's body, of its scenario.
void add_uses(const Program& program, const Scenario& scenario, Constructs& used);
void add_pattern_constructs(Constructs& all);

}  // namespace mailrig::scenario
