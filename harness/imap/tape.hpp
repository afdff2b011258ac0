// IMAP data as a flat tree: nodes in pre-order, each knowing where the next sibling is. Reused
// between responses, so reading a response allocates nothing once capacity is there.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mailrig::imap {

enum class NodeKind : std::uint8_t {
  Nil,       // the atom NIL, any case
  Number,    // digits only, fits 64 bits
  Atom,      // any other atom, flags ("\Seen") and section atoms ("BODY[HEADER]<0>") included
  Quoted,    // text is unescaped
  Literal,   // {n} and {n+}
  Literal8,  // ~{n}
  List,      // "(" … ")"
};

struct Node {
  NodeKind kind = NodeKind::Nil;
  std::uint32_t next = 0;    // index of the node behind this one and all it holds
  std::uint32_t offset = 0;  // octets from the start of the unit: where its bytes begin
  std::uint64_t number = 0;  // of a Number
  std::string_view text;     // value; empty for List
};

// The views of `nodes` point into the unit, or into `unescaped` for quoted strings with escapes.
class Tape {
 public:
  std::vector<Node> nodes;
  std::string unescaped;
  void clear() {
    nodes.clear();
    unescaped.clear();
  }
  // First child of the list at `list`, and the end to stop at: for (i = list + 1; i < nodes[list].next; i =
  // nodes[i].next)
  [[nodiscard]] bool is_list(std::uint32_t index) const { return nodes[index].kind == NodeKind::List; }
  // Number of siblings in [begin, end).
  [[nodiscard]] std::uint32_t count(std::uint32_t begin, std::uint32_t end) const {
    std::uint32_t found = 0;
    for (std::uint32_t i = begin; i < end; i = nodes[i].next) ++found;
    return found;
  }
};

// astring, nstring and the like: anything that has octets.
[[nodiscard]] constexpr bool is_string(NodeKind kind) {
  return kind == NodeKind::Quoted || kind == NodeKind::Literal || kind == NodeKind::Literal8;
}

}  // namespace mailrig::imap
