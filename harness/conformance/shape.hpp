// The shape of a failure: which judgements did not hold and how, in words that are the same on every run
// and machine. Nothing of what a server said but the kind of its answer, no line numbers, no values.
//
//   S: NO|BAD (rfc3501 9 MUST): differs, OK
//   laptop S: * ${=n} EXISTS (rfc2177 3 MUST): late
//   watcher imap.watch.uid-ascending (rfc9051 2.3.1.1 MUST)
//   set-up: S: OK (rfc9051 6.3.4 MUST): differs, NO
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "harness/record/event.hpp"

namespace mailrig::conformance {

using Shape = std::vector<std::string>;  // sorted, each once

inline constexpr std::size_t kAnswerWord = 20;  // characters of an answer's kind

// What a judgement that did not hold adds to a shape; empty: nothing (set-up of a scenario that went on,
// clean-up, a MAY).
[[nodiscard]] std::string trait(const record::Judgement& judgement, bool blocked);
// Sorts and makes each unique.
void settle(Shape& shape);
// Without what only breaks a SHOULD.
[[nodiscard]] Shape musts(const Shape& shape);
// What is new, what is gone, in one line; empty: they are the same.
[[nodiscard]] std::string difference(const Shape& before, const Shape& now);
// "OK" of "A1 OK done", "* EXISTS" of "* 3 EXISTS", "550", "-ERR"; "other" of what no server should say.
[[nodiscard]] std::string answer_kind(std::string_view got);

}  // namespace mailrig::conformance
