// Terms against the nodes of an IMAP response.
#pragma once

#include <span>

#include "harness/imap/tape.hpp"
#include "harness/play/match.hpp"

namespace mailrig::play {

// How the members of some data compare.
enum class Order : std::uint8_t {
  InOrder,
  Set,     // CAPABILITY, SEARCH, ENABLED: the members themselves
  ListOf,  // FLAGS, PERMANENTFLAGS, LIST's attributes: flag lists inside are sets (InOrder else)
  Status,  // mailbox, then a list of pairs that is a set
  Fetch,   // a list of pairs that is a set, always with more allowed
};
[[nodiscard]] Order order_of_data(std::string_view name);
[[nodiscard]] Order order_of_code(std::string_view name);

struct Nodes {
  const imap::Tape& tape;
  std::uint32_t begin = 0, end = 0;
};

[[nodiscard]] bool match_nodes(std::span<const scenario::Term> terms, Nodes nodes, Order order, Match& match);
[[nodiscard]] bool match_node(const scenario::Term& term, const imap::Tape& tape, std::uint32_t index,
                              Order order, Match& match);

}  // namespace mailrig::play
