#include "harness/imap/ascii.hpp"
#include "harness/imap/status.hpp"

namespace mailrig::imap {

bool read_status(const Response& response, StatusData& data) {
  data = {};
  const auto& nodes = response.tape.nodes;
  if (!same(response.name, "STATUS")) return false;
  if (response.tape.count(response.data_begin, response.data_end) != 2) return false;
  const Node& mailbox = nodes[response.data_begin];
  const std::uint32_t list = mailbox.next;
  if (mailbox.kind == NodeKind::List || !response.tape.is_list(list)) return false;
  data.mailbox = mailbox.text;
  for (std::uint32_t i = list + 1; i < nodes[list].next;) {
    const std::uint32_t value = nodes[i].next;
    if (value >= nodes[list].next) return false;
    for (std::size_t item = 0; item < data.values.size(); ++item) {
      if (!same(nodes[i].text, name(static_cast<StatusItem>(item)))) continue;
      if (nodes[value].kind != NodeKind::Number) return false;
      data.values.at(item) = nodes[value].number;
    }
    i = nodes[value].next;
  }
  return true;
}

}  // namespace mailrig::imap
