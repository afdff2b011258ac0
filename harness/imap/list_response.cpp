#include "harness/imap/ascii.hpp"
#include "harness/imap/list.hpp"

namespace mailrig::imap {

bool read_list(const Response& response, ListData& data) {
  data = {};
  if (!same(response.name, "LIST") && !same(response.name, "LSUB")) return false;
  const auto& nodes = response.tape.nodes;
  if (response.tape.count(response.data_begin, response.data_end) < 3) return false;
  data.attributes = response.data_begin;
  if (!response.tape.is_list(data.attributes)) return false;
  const Node& delimiter = nodes[nodes[data.attributes].next];
  if (delimiter.kind == NodeKind::Quoted && delimiter.text.size() == 1) {
    data.delimiter = delimiter.text[0];
  } else if (delimiter.kind != NodeKind::Nil) {
    return false;
  }
  const Node& name = nodes[delimiter.next];
  data.name = name.text;
  return name.kind != NodeKind::List;
}

}  // namespace mailrig::imap
