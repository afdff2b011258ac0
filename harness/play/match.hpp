// What the matchers of the three protocols share: the context of a match, one value against one
// term, words against terms. Cost is linear in the text; regular expressions run in RE2.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "harness/play/bindings.hpp"
#include "harness/scenario/program.hpp"

namespace mailrig::play {

inline constexpr std::size_t kShownValue = 200;  // octets of a value in a sentence

// What matching has cost: octets and values looked at. Counted, so that a test can say that it is
// linear, and a group can give up before a hostile server makes it slow.
struct Work {
  std::uint64_t steps = 0;
};

// Bindings that were made by a match that failed are undone by whoever called it.
struct Match {
  Bindings& bindings;
  std::string& scratch;
  std::string* why = nullptr;  // when set: one sentence about the first mismatch
  bool trial = false;          // a variable without value fits anything: another line may bind it
  Work* work = nullptr;        // when set: counted

  // False; says why if someone asked. Nothing is built otherwise.
  bool no(std::string_view what, std::string_view got = {}, std::string_view wanted = {}) const;
};

// What a term is held against: one value of a reply, and how the grammar has it there.
struct Value {
  enum class Kind : std::uint8_t {
    Word,    // of SMTP and POP3; IMAP's atoms and numbers
    String,  // IMAP: quoted or literal
    Nil,
    List,
  } kind = Kind::Word;
  enum class Role : std::uint8_t {
    Plain,    // words without regard to ASCII case, numbers by value, strings by their octets
    Mailbox,  // RFC 3501 5.1: servers may fold its case, however it came
    Numbers,  // a sequence-set or uid-set (RFC 9051 9): by its members
    Octets,   // POP3: what a variable holds is compared octet for octet (unique-ids, RFC 1939 7)
  } role = Role::Plain;
  std::string_view text;  // of a List: written out, its strings quoted
  std::string_view key;   // of a List: what it is compared by
};

[[nodiscard]] bool same_letters(std::string_view a, std::string_view b);  // ASCII case put aside
[[nodiscard]] bool same_number(std::string_view a, std::string_view b);   // "007" is 7
[[nodiscard]] std::string_view next_word(std::string_view& rest);  // up to SP or TAB, which are skipped

[[nodiscard]] bool match_value(const scenario::Term& term, const Value& value, Match& match);
// Terms against words from the left. Words behind the last term: allowed, or not.
[[nodiscard]] bool match_words(const std::vector<scenario::Term>& terms, std::string_view text, bool more,
                               Match& match, Value::Role role = Value::Role::Plain);
// A term as people read it: its text, ${=name}, …
[[nodiscard]] std::string shown(const scenario::Term& term, const Bindings& bindings);

}  // namespace mailrig::play
