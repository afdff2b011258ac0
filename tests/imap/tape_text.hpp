// Tests' own: a tape as text, so that tables can say what they expect. Atoms as they are, numbers with
// "#", quoted strings in quotes, literals as {n:octets}, lists in parentheses.
#pragma once

#include <cstdint>
#include <string>

#include "harness/imap/response.hpp"

namespace mailrig::imap {

inline void append_tape(std::string& out, const Tape& tape, std::uint32_t begin, std::uint32_t end) {
  for (std::uint32_t i = begin; i < end; i = tape.nodes[i].next) {
    const Node& node = tape.nodes[i];
    if (i != begin) out += ' ';
    switch (node.kind) {
      case NodeKind::Nil:
        out += "NIL";
        break;
      case NodeKind::Number:
        out += "#" + std::to_string(node.number);
        break;
      case NodeKind::Atom:
        out += node.text;
        break;
      case NodeKind::Quoted:
        out += "\"" + std::string(node.text) + "\"";
        break;
      case NodeKind::Literal:
        out += "{" + std::to_string(node.text.size()) + ":" + std::string(node.text) + "}";
        break;
      case NodeKind::Literal8:
        out += "~{" + std::to_string(node.text.size()) + ":" + std::string(node.text) + "}";
        break;
      case NodeKind::List:
        out += '(';
        append_tape(out, tape, i + 1, node.next);
        out += ')';
        break;
    }
  }
}

// "tag STATUS [CODE args] text" or "* n NAME data" or "+ text".
inline std::string describe(const Response& response) {
  std::string out;
  if (response.kind == ResponseKind::Continuation) out += "+";
  if (response.kind == ResponseKind::Untagged) out += "*";
  if (response.kind == ResponseKind::Garbage) out += "?";
  out += response.tag;
  constexpr const char* kStatus[] = {"", " OK", " NO", " BAD", " PREAUTH", " BYE"};
  out += kStatus[static_cast<int>(response.status)];
  if (response.number) out += " " + std::to_string(*response.number);
  if (!response.name.empty()) out += " " + std::string(response.name);
  if (response.has_code) {
    out += " [" + std::string(response.code);
    if (response.code_begin < response.code_end) out += " ";
    append_tape(out, response.tape, response.code_begin, response.code_end);
    out += "]";
  }
  if (response.data_begin < response.data_end) out += " ";
  append_tape(out, response.tape, response.data_begin, response.data_end);
  if (!response.text.empty()) out += " " + std::string(response.text);
  return out;
}

}  // namespace mailrig::imap
