// Terms against the nodes of an IMAP response: single values, lists in order, sets, pairs.
#pragma once

#include <span>

#include "harness/imap/tape.hpp"
#include "harness/play/match.hpp"

namespace mailrig::play {

using Terms = std::span<const scenario::Term>;

// Siblings [begin, end) of a tape.
struct Nodes {
  const imap::Tape* tape = nullptr;
  std::uint32_t begin = 0, end = 0;

  [[nodiscard]] bool empty() const { return begin >= end; }
  [[nodiscard]] const imap::Node& front() const { return tape->nodes[begin]; }
  [[nodiscard]] Nodes rest() const { return {tape, tape->nodes[begin].next, end}; }
  // What the list at the front holds.
  [[nodiscard]] Nodes inside() const { return {tape, begin + 1, tape->nodes[begin].next}; }
};

// The value at the front; a list in order.
[[nodiscard]] bool match_node(const scenario::Term& term, Nodes nodes, Match& match,
                              Value::Role role = Value::Role::Plain);
[[nodiscard]] bool match_in_order(Terms terms, Nodes nodes, Match& match);
// All of them are the members of a set.
enum class SetOf : std::uint8_t {
  Words,
  Flags,    // \Recent is put aside unless a term names it
  Numbers,  // a term may name several: 1:3
};
[[nodiscard]] bool match_set(Terms terms, Nodes nodes, SetOf kind, Match& match);
// The value at the front is a list, and a set.
[[nodiscard]] bool match_set_list(const scenario::Term& term, Nodes nodes, SetOf kind, Match& match);
// Name-value pairs as a set; `more`: others may stand beside them.
[[nodiscard]] bool match_fetch_items(const scenario::Term& list, Nodes nodes, Match& match);
[[nodiscard]] bool match_status_items(const scenario::Term& list, Nodes nodes, Match& match);
[[nodiscard]] bool match_esearch(Terms terms, Nodes nodes, Match& match);
// The numbers of SEARCH, and (MODSEQ n), in an ESEARCH.
[[nodiscard]] bool match_search_in_esearch(Terms terms, Nodes nodes, Match& match);

[[nodiscard]] bool is_rest(const scenario::Term& term);
// Says that a term found nothing that it could take.
bool nothing_for(const scenario::Term& term, Match& match);

// A list, written out: its text, and what it is compared by (atoms without case, of a set its members
// sorted).
void append_list(std::string& out, Nodes list);
[[nodiscard]] std::string list_key(Nodes list, bool set);

}  // namespace mailrig::play
